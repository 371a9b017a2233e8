"use client";

import { useFormatter, useTimeZone, useTranslations } from "next-intl";
import type { MaintenanceSchedule } from "@/lib/contracts/maintenance";
import { useRangeText } from "./use-schedule-words";

interface Time {
  readonly fromMs: number;
  readonly toMs: number;
}

type NextTimesProps = {
  times: readonly Time[];
  schedule: MaintenanceSchedule;
  /** Switched off, so that nothing comes. */
  paused?: boolean;
};

/** When it comes next, in full, and after that. For a table. */
export function NextTimes({ times: [first, ...others], schedule, paused = false }: NextTimesProps) {
  const t = useTranslations("alert-rules.maintenance");
  const formatter = useFormatter();
  const zone = useOtherZone(schedule);
  if (first === undefined) return <span className="text-muted">{t(paused ? "nextPaused" : "noNext")}</span>;
  const begins = others.map(({ fromMs }) => formatter.dateTime(new Date(fromMs), "dateTime"));
  return (
    <div className="grid gap-0.5">
      <TimeLine time={first} zone={zone} />
      {begins.length > 0 && (
        <p suppressHydrationWarning className="text-muted text-xs tabular-nums">
          {t("then", { times: formatter.list(begins) })}
        </p>
      )}
    </div>
  );
}

/** Each of the next times in full. */
export function NextTimesList({ times, schedule }: Omit<NextTimesProps, "paused">) {
  const zone = useOtherZone(schedule);
  return (
    <ol className="grid gap-1">
      {times.map((time) => (
        <li key={time.fromMs}>
          <TimeLine time={time} zone={zone} />
        </li>
      ))}
    </ol>
  );
}

/** The zone that a schedule is planned in; null where it is the viewer's own, or none matters. */
function useOtherZone(schedule: MaintenanceSchedule): string | null {
  const viewerZone = useTimeZone();
  return schedule.kind === "single" || schedule.timeZone === viewerZone ? null : schedule.timeZone;
}

/** A time by the viewer's clocks; by those of its own zone as well, where they differ. */
function TimeLine({ time, zone }: { time: Time; zone: string | null }) {
  const t = useTranslations("alert-rules.maintenance");
  const rangeText = useRangeText();
  const here = rangeText(time);
  const there = zone === null ? here : rangeText(time, zone);
  return (
    // Server and browser agree on the zone, yet their ICU data may differ in a space.
    <p suppressHydrationWarning className="tabular-nums">
      {here}
      {zone !== null && there !== here && (
        <span suppressHydrationWarning className="block text-muted text-xs">
          {t("inZone", { range: there, zone })}
        </span>
      )}
    </p>
  );
}
