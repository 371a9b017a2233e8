"use client";

import { useFormatter, useTranslations } from "next-intl";
import { NearInstant } from "@/components/cooldowns/near-instant";
import { useAmount } from "@/components/overview/use-amount";
import { StatTile } from "@/components/ui/stat-tile";
import type { ServerClock } from "@/lib/client/clock/server-clock";
import { useServerNow } from "@/lib/client/clock/use-now";
import { formatDuration, formatIsoDuration } from "@/lib/client/format/format";
import { lengthOf, sumRisked } from "@/lib/client/report/prepare-report";
import type { Cooldown, CooldownReport } from "@/lib/contracts/cooldowns";

const NO_FIGURE = "–";

/** The figures of a ban, one tile each. */
export function ReportFigures({ report, clock }: { report: CooldownReport; clock: ServerClock }) {
  const t = useTranslations("report.figures");
  const format = useFormatter();
  const { cooldown, serverNowMs } = report;
  const { errors, heldCalls, observedCalls, lastErrorAtMs, endedAtMs } = cooldown;
  const count = (value: number) => format.number(value, "integer");
  return (
    <section aria-labelledby="report-figures">
      <h2 id="report-figures" className="sr-only">
        {t("label")}
      </h2>
      <dl className="grid grid-cols-2 gap-3 sm:gap-4 md:grid-cols-3 xl:grid-cols-5 [&>div:last-child]:col-span-2 md:[&>div:last-child]:col-span-2 xl:[&>div:last-child]:col-span-1">
        <StatTile
          label={t("length")}
          value={<Length cooldown={cooldown} clock={clock} />}
          hint={endedAtMs === null ? t("soFar") : undefined}
        />
        <StatTile
          label={t("errors")}
          value={count(errors)}
          hint={t.rich("lastError", { at: () => <NearInstant atMs={lastErrorAtMs} nowMs={serverNowMs} /> })}
        />
        <StatTile label={t("held")} value={count(heldCalls)} hint={t("heldHint")} />
        <StatTile
          label={t("observed")}
          value={count(observedCalls)}
          hint={t("observedHint")}
          tone={observedCalls > 0 ? "warning" : "neutral"}
        />
        <RiskedTile risked={report.risked} />
      </dl>
    </section>
  );
}

/** Counts on while the ban runs. */
function Length({ cooldown, clock }: { cooldown: Cooldown; clock: ServerClock }) {
  const nowMs = useServerNow(clock, cooldown.endedAtMs === null ? cooldown.startedAtMs : null);
  const lengthMs = lengthOf(cooldown, nowMs);
  return <time dateTime={formatIsoDuration(lengthMs)}>{formatDuration(lengthMs)}</time>;
}

function RiskedTile({ risked }: { risked: CooldownReport["risked"] }) {
  const t = useTranslations("report.figures");
  const amount = useAmount();
  const { heldTasks: tasks, amounts, isPartial } = sumRisked(risked);
  const hint =
    tasks === 0
      ? t("nothing")
      : amounts.length === 0
        ? t("priceUnknown", { tasks })
        : t(isPartial ? "riskedPartial" : "riskedHint", { tasks });
  const written = amounts.map((sum) => amount(sum.amount, sum.unit));
  const [first, ...others] = written;
  return (
    <StatTile
      label={t("risked")}
      value={first === undefined ? NO_FIGURE : first.figure}
      unit={first?.unit}
      hint={hint}
      note={others.length > 0 && others.map(({ figure, unit }) => <span key={unit}>{`${figure} ${unit}`}</span>)}
    />
  );
}
