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

/** The figures of a ban, one tile each; without those that say nothing of this one. */
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
      <dl className="grid-fluid [--grid-min:9.5rem] max-sm:gap-3">
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
        {observedCalls > 0 && (
          <StatTile label={t("observed")} value={count(observedCalls)} hint={t("observedHint")} tone="warning" />
        )}
        {report.risked.length > 0 && <RiskedTile risked={report.risked} />}
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

/** What the held tasks would have cost, or how many they were where no price is known. */
function RiskedTile({ risked }: { risked: CooldownReport["risked"] }) {
  const t = useTranslations("report.figures");
  const format = useFormatter();
  const amount = useAmount();
  const { heldTasks: tasks, amounts, isPartial } = sumRisked(risked);
  const [first, ...others] = amounts.map((sum) => amount(sum.amount, sum.unit));
  if (first === undefined) {
    return <StatTile label={t("tasks")} value={format.number(tasks, "integer")} hint={t("priceUnknown")} />;
  }
  return (
    <StatTile
      label={t("risked")}
      value={first.figure}
      unit={first.unit}
      hint={t(isPartial ? "riskedPartial" : "riskedHint", { tasks })}
      note={others.length > 0 && others.map(({ figure, unit }) => <span key={unit}>{`${figure} ${unit}`}</span>)}
    />
  );
}
