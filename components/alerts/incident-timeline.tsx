"use client";

import {
  AlarmClock,
  AlarmClockOff,
  BellOff,
  BellRing,
  CircleCheck,
  CircleHelp,
  CornerRightUp,
  Database,
  type LucideIcon,
  OctagonAlert,
  Repeat,
  RotateCcw,
  Undo2,
  UserCheck,
} from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Instant } from "@/components/ui/instant";
import { Panel } from "@/components/ui/panel";
import { foldMiddle } from "@/lib/client/alerts/fold-middle";
import { incidentLengthMs } from "@/lib/client/alerts/incident-length";
import { readMeasure } from "@/lib/client/alerts/read-measure";
import { formatDuration } from "@/lib/client/format/format";
import type { Incident, IncidentResponse, Transition, TransitionKind } from "@/lib/contracts/incidents";
import { useMeasuredNumber } from "./use-measure-text";

const CALM = "text-muted bg-hover";
const ALARM = "text-critical bg-critical-soft";
const WELL = "text-success bg-success-soft";
const DOUBT = "text-warning bg-warning-soft";

const LOOKS: Readonly<Record<TransitionKind, { icon: LucideIcon; tone: string }>> = {
  opened: { icon: OctagonAlert, tone: ALARM },
  reopened: { icon: RotateCcw, tone: ALARM },
  acknowledged: { icon: UserCheck, tone: WELL },
  unacknowledged: { icon: Undo2, tone: CALM },
  snoozed: { icon: AlarmClockOff, tone: CALM },
  unsnoozed: { icon: AlarmClock, tone: CALM },
  muted: { icon: BellOff, tone: CALM },
  unmuted: { icon: BellRing, tone: CALM },
  reminded: { icon: Repeat, tone: DOUBT },
  escalated: { icon: CornerRightUp, tone: ALARM },
  "no-data": { icon: CircleHelp, tone: DOUBT },
  data: { icon: Database, tone: CALM },
  resolved: { icon: CircleCheck, tone: WELL },
};

/** Everything that happened to an incident, the oldest first; the middle of a long story is folded away. */
export function IncidentTimeline({ answer }: { answer: IncidentResponse }) {
  const t = useTranslations("alerts.incident.timeline");
  const [isWhole, setIsWhole] = useState(false);
  const { incident, transitions, transitionsTotal } = answer;
  const { first, folded, last } = foldMiddle(transitions, isWhole);
  const missing = transitionsTotal - transitions.length;
  return (
    <Panel label={t("label")}>
      <ol className="flex flex-col">
        {first.map((transition) => (
          <Line key={transition.id} transition={transition} incident={incident} />
        ))}
        {folded > 0 && (
          <li className="pb-4 pl-10">
            <Button size="sm" onClick={() => setIsWhole(true)}>
              {t("unfold", { count: folded })}
            </Button>
          </li>
        )}
        {last.map((transition) => (
          <Line key={transition.id} transition={transition} incident={incident} />
        ))}
      </ol>
      {missing > 0 && <p className="mt-3 text-muted text-xs">{t("missing", { count: missing })}</p>}
    </Panel>
  );
}

function Line({ transition, incident }: { transition: Transition; incident: Incident }) {
  const t = useTranslations("alerts.incident.timeline");
  const write = useMeasuredNumber();
  const { kind, atMs, by, note, untilMs, value } = transition;
  const { icon: Icon, tone } = LOOKS[kind];
  const afterMs = incidentLengthMs(incident.openedAtMs, atMs);
  // Where nothing is measured any more, the last number says nothing of that instant.
  const isUnmeasured = kind === "no-data" || (kind === "resolved" && incident.resolvedHow === "no-data");
  const measured =
    value === null || isUnmeasured ? null : readMeasure(incident.kind, { ...incident.facts, value, balance: null });
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
        <p className="wrap-anywhere font-medium">
          {by === null ? t(`kind.${kind}`) : t("by", { what: t(`kind.${kind}`), by })}
        </p>
        <p className="mt-0.5 text-muted text-xs tabular-nums">
          <Instant atMs={atMs} />
          {afterMs > 0 && ` · ${t("after", { length: formatDuration(afterMs) })}`}
        </p>
        {(measured !== null || untilMs !== null) && (
          <p className="mt-0.5 text-xs tabular-nums">
            {measured !== null && t("value", { value: write(measured, measured.value, null) })}
            {measured !== null && untilMs !== null && " · "}
            {untilMs !== null && t.rich("until", { at: () => <Instant atMs={untilMs} format="dateTime" /> })}
          </p>
        )}
        {note !== null && (
          <p className="wrap-anywhere mt-0.5 text-xs">{kind === "muted" ? t("because", { cause: note }) : note}</p>
        )}
      </div>
    </li>
  );
}
