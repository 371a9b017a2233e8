"use client";

import { CircleCheck, Info } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { CardStanding } from "@/components/cooldowns/card-standing";
import { useEndText } from "@/components/cooldowns/past-ban-list";
import { CodeText } from "@/components/errors/code-name";
import { Instant } from "@/components/ui/instant";
import { Panel } from "@/components/ui/panel";
import type { ServerClock } from "@/lib/client/clock/server-clock";
import { prepareCooldownCards } from "@/lib/client/cooldowns/cooldown-cards";
import { formatDuration, formatIsoDuration } from "@/lib/client/format/format";
import { lengthOf, readLeader, readSpan } from "@/lib/client/report/prepare-report";
import type { Cooldown, CooldownReport } from "@/lib/contracts/cooldowns";
import { describeCode } from "@/lib/domain/catalogue";
import { useProgramText } from "./use-program-text";

/** What led to it in one sentence, what the provider said, and how it ended or where it stands. */
export function ReportSummary({ report, clock }: { report: CooldownReport; clock: ServerClock }) {
  const t = useTranslations("report");
  const { cooldown } = report;
  return (
    <Panel label={t("cause.label")}>
      <div className="grid gap-x-8 gap-y-5 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          <Cause report={report} />
          <Words description={cooldown.description} />
          {cooldown.isDrill && (
            <p className="flex items-start gap-2 rounded-md bg-info-soft px-3 py-2 text-info">
              <Info aria-hidden className="mt-0.5 size-4 shrink-0" />
              {t("drill")}
            </p>
          )}
        </div>
        <div className="min-w-0 border-t pt-4 lg:border-t-0 lg:border-l lg:pt-0 lg:pl-8">
          {cooldown.endedAtMs === null ? (
            <Running cooldown={cooldown} clock={clock} />
          ) : (
            <Ended cooldown={cooldown} endedAtMs={cooldown.endedAtMs} />
          )}
        </div>
      </div>
    </Panel>
  );
}

function Cause({ report }: { report: CooldownReport }) {
  const { cause, cooldown } = report;
  const t = useTranslations("report.cause");
  const format = useFormatter();
  const programText = useProgramText();
  const leader = readLeader(cause);
  const strong = (text: ReactNode) => <strong className="font-semibold">{text}</strong>;
  const from = {
    from: leader.kind,
    percent: leader.kind === "part" ? format.number(leader.percent / 100, "percent") : "",
    program: () => <bdi>{leader.kind === "nobody" ? "" : programText(leader.program)}</bdi>,
    span: readSpan(report),
    b: strong,
  };
  const sentence = () => {
    switch (cause.kind) {
      case "empty-balance":
        return t.rich("empty-balance", { ...from, errors: cause.errors });
      case "one-code":
        return t.rich("one-code", {
          ...from,
          errors: cause.errors,
          code: () => <CodeText code={cause.code} className="wrap-anywhere text-[0.9em]" />,
        });
      case "mixed":
        return t.rich("mixed", { ...from, errors: cause.ofErrors, codes: cause.codes });
      case "none":
        return t.rich("none", { span: readSpan(report), b: strong });
    }
  };
  return (
    <div>
      <p className="wrap-anywhere max-w-[60ch] text-lg leading-snug">{sentence()}</p>
      <p className="mt-1.5 max-w-[68ch] text-muted">
        {cause.kind === "none"
          ? t("noneHint")
          : t(describeCode(cooldown.code).bans === "none" ? "ofAllErrors" : "ofErrors", { errors: cause.ofErrors })}
      </p>
    </div>
  );
}

function Words({ description }: { description: string }) {
  const t = useTranslations("report.cause");
  const words = description.trim();
  return (
    <div>
      <h3 className="text-muted text-xs">{t("says")}</h3>
      {words === "" ? (
        <p className="mt-1 text-muted">{t("saysNothing")}</p>
      ) : (
        <blockquote dir="auto" translate="no" className="wrap-anywhere mt-1 whitespace-pre-wrap border-l-2 pl-3">
          {words}
        </blockquote>
      )}
    </div>
  );
}

function Running({ cooldown, clock }: { cooldown: Cooldown; clock: ServerClock }) {
  const [card] = prepareCooldownCards([cooldown]);
  return card === undefined ? null : <CardStanding card={card} clock={clock} />;
}

function Ended({ cooldown, endedAtMs }: { cooldown: Cooldown; endedAtMs: number }) {
  const t = useTranslations("report.standing");
  const endText = useEndText();
  const lengthMs = lengthOf(cooldown, endedAtMs);
  return (
    <div className="flex flex-col gap-1.5">
      <h3 className="text-muted text-xs">{t("label")}</h3>
      <p className="wrap-anywhere flex items-start gap-2 font-semibold text-lg leading-snug">
        <CircleCheck aria-hidden className="mt-0.5 size-5 shrink-0 text-success" />
        {endText(cooldown)}
      </p>
      <p className="text-muted">
        <Instant atMs={endedAtMs} />
        {" · "}
        {t.rich("lasted", {
          length: () => <time dateTime={formatIsoDuration(lengthMs)}>{formatDuration(lengthMs)}</time>,
        })}
      </p>
      {cooldown.endReason !== null && (
        <div className="mt-2">
          <h3 className="text-muted text-xs">{t("reason")}</h3>
          <blockquote dir="auto" className="wrap-anywhere mt-1 whitespace-pre-wrap border-l-2 pl-3">
            {cooldown.endReason}
          </blockquote>
        </div>
      )}
    </div>
  );
}
