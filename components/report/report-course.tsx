"use client";

import {
  CircleCheck,
  CircleHelp,
  type LucideIcon,
  MoreHorizontal,
  OctagonAlert,
  Radar,
  RotateCcw,
  Timer,
} from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useEndText } from "@/components/cooldowns/past-ban-list";
import { CodeText } from "@/components/errors/code-name";
import { cn } from "@/components/ui/cn";
import { Instant } from "@/components/ui/instant";
import { Panel } from "@/components/ui/panel";
import { formatDuration } from "@/lib/client/format/format";
import { elapsedMs, type Moment, prepareMoments } from "@/lib/client/report/prepare-report";
import type { Cooldown, CooldownReport, Probe } from "@/lib/contracts/cooldowns";

/** What happened, from the ban to its end, with every question of Banwatch's own. */
export function ReportCourse({ report }: { report: CooldownReport }) {
  const t = useTranslations("report.course");
  return (
    <Panel label={t("label")}>
      <ol className="flex flex-col">
        {prepareMoments(report).map((moment) => (
          <MomentLine key={keyOf(moment)} moment={moment} cooldown={report.cooldown} />
        ))}
      </ol>
    </Panel>
  );
}

const keyOf = (moment: Moment) => (moment.kind === "probe" ? moment.probe.id : moment.kind);

function MomentLine({ moment, cooldown }: { moment: Moment; cooldown: Cooldown }) {
  const t = useTranslations("report.course");
  const endText = useEndText();
  const { startedAtMs, isDrill } = cooldown;
  const alarm = isDrill ? "text-info bg-info-soft" : "text-critical bg-critical-soft";
  switch (moment.kind) {
    case "began":
      return (
        <Line icon={OctagonAlert} tone={alarm} title={t("began")} at={<When atMs={moment.atMs} />}>
          <bdi translate="no" className="wrap-anywhere">
            <CodeText code={cooldown.code} />
          </bdi>
        </Line>
      );
    case "probe":
      return <ProbeLine probe={moment.probe} startedAtMs={startedAtMs} />;
    case "more":
      return <Line icon={MoreHorizontal} tone="text-muted bg-hover" title={t("more", { probes: moment.probes })} />;
    case "ended":
      return (
        <Line
          icon={CircleCheck}
          tone="text-success bg-success-soft"
          title={t("ended")}
          at={<When atMs={moment.atMs} startedAtMs={startedAtMs} />}
        >
          <span className="wrap-anywhere">{endText(cooldown)}</span>
        </Line>
      );
    case "running":
      return <Line icon={Timer} tone={alarm} title={t("running")} />;
  }
}

const VERDICTS = {
  over: { icon: CircleCheck, tone: "text-success bg-success-soft" },
  banned: { icon: OctagonAlert, tone: "text-critical bg-critical-soft" },
  unknown: { icon: CircleHelp, tone: "text-warning bg-warning-soft" },
  lost: { icon: RotateCcw, tone: "text-warning bg-warning-soft" },
} as const;

function ProbeLine({ probe, startedAtMs }: { probe: Probe; startedAtMs: number }) {
  const t = useTranslations("report.course");
  const { verdict, atMs, account, latencyMs, code, description } = probe;
  const { icon, tone } = verdict === null ? { icon: Radar, tone: "text-muted bg-hover" } : VERDICTS[verdict];
  const facts = [
    account === null ? null : t("askedWith", { account }),
    latencyMs === null ? null : t("took", { ms: latencyMs }),
  ].filter((fact) => fact !== null);
  return (
    <Line
      icon={icon}
      tone={tone}
      title={t("probe", { verdict: verdict === null ? t("awaited") : t(`verdict.${verdict}`) })}
      at={<When atMs={atMs} startedAtMs={startedAtMs} />}
    >
      <span className="wrap-anywhere">{facts.join(" · ")}</span>
      {code !== null && (
        <span className="wrap-anywhere block">
          <CodeText code={code} />
          {description !== null && description !== "" && <bdi>{` ${description}`}</bdi>}
        </span>
      )}
    </Line>
  );
}

function When({ atMs, startedAtMs }: { atMs: number; startedAtMs?: number }) {
  const t = useTranslations("report.course");
  const afterMs = elapsedMs(startedAtMs ?? atMs, atMs);
  return (
    <>
      <Instant atMs={atMs} />
      {startedAtMs !== undefined && <span>{` · ${t("after", { length: formatDuration(afterMs) })}`}</span>}
    </>
  );
}

type LineProps = { icon: LucideIcon; tone: string; title: string; at?: ReactNode; children?: ReactNode };

function Line({ icon: Icon, tone, title, at, children }: LineProps) {
  return (
    <li className="group relative flex gap-3 pb-4 last:pb-0">
      <span
        aria-hidden
        className="absolute top-7 bottom-0 left-3.5 w-px -translate-x-1/2 bg-border group-last:hidden"
      />
      <span className={cn("flex size-7 shrink-0 items-center justify-center rounded-full", tone)}>
        <Icon aria-hidden className="size-4" />
      </span>
      <div className="min-w-0 pt-1 leading-snug">
        <p className="font-medium">{title}</p>
        {at !== undefined && <p className="mt-0.5 text-muted text-xs tabular-nums">{at}</p>}
        {children !== undefined && <div className="mt-0.5 text-muted text-xs">{children}</div>}
      </div>
    </li>
  );
}
