"use client";

import { useFormatter, useTimeZone, useTranslations } from "next-intl";
import { useMemo, useRef } from "react";
import { BanTimeline } from "@/components/charts/ban-timeline";
import { useWidth } from "@/components/charts/use-width";
import { prepareTimeTicks } from "@/lib/client/charts/time-ticks";
import { prepareTimeline, type TimelineBar, type TimelineLane } from "@/lib/client/cooldowns/prepare-timeline";
import { formatDuration } from "@/lib/client/format/format";
import type { CooldownHistoryResponse } from "@/lib/contracts/cooldowns";
import type { Period } from "@/lib/domain/period";
import { banColour, banFill } from "./ban-colour";
import { TimelineTooltip } from "./timeline-tooltip";
import { useScopeName } from "./use-scope-name";

/** Narrower bars are hard to hit; much wider ones would join many. The list below the chart has a row for each ban. */
const LEAST_HIT_PX = 14;
/** Until the plot was measured. */
const ASSUMED_WIDTH_PX = 600;

type TimelineChartProps = { history: CooldownHistoryResponse; period: Period };

/** The drawing with its words. */
export function TimelineChart({ history, period }: TimelineChartProps) {
  const t = useTranslations("cooldowns.timeline");
  const tPage = useTranslations("cooldowns");
  const tKind = useTranslations("cooldowns.kind");
  const formatter = useFormatter();
  const scopeName = useScopeName();
  const ruler = useRef<HTMLDivElement>(null);
  const widthPx = useWidth(ruler);
  const timeTicks = useTicks(history, period);
  const timeline = useMemo(
    () => prepareTimeline(history, LEAST_HIT_PX / (widthPx || ASSUMED_WIDTH_PX)),
    [history, widthPx],
  );
  const lanes = useMemo(() => timeline.lanes.map(toDrawn), [timeline]);

  const at = (atMs: number) => formatter.dateTime(new Date(atMs), "dateTime");
  const describe = ({ cooldowns, parts }: DrawnBar, lane: DrawnLane): string => {
    const first = cooldowns[0];
    const last = cooldowns.at(-1);
    const part = parts[0];
    if (!first || !last || !part) return "";
    const { startedAtMs, endedAtMs } = first;
    const kind = part.isDrill ? `${tKind(part.kind)} (${tPage("drill")})` : tKind(part.kind);
    const who = { scope: scopeName(lane), provider: lane.providerName, from: at(startedAtMs) };
    if (cooldowns.length > 1) {
      return t("group", { ...who, bans: cooldowns.length, to: at(last.endedAtMs ?? history.serverNowMs) });
    }
    if (endedAtMs === null) return t("barRunning", { ...who, kind });
    const length = formatDuration(endedAtMs - startedAtMs);
    return t("bar", { ...who, kind, to: at(endedAtMs), length });
  };

  return (
    <div>
      {/* As wide as a lane; see the chart's own grid. */}
      <div className="grid @2xl:grid-cols-[13rem_minmax(0,1fr)] @2xl:gap-x-3">
        <div ref={ruler} className="h-0 @2xl:col-start-2" />
      </div>
      <BanTimeline
        label={t("chart")}
        lanes={lanes}
        now={timeline.now}
        nowLabel={t("now")}
        timeTicks={timeTicks}
        widthPx={widthPx}
        renderLane={(lane) => <LaneName lane={lane} />}
        hrefOf={({ id }) => `/cooldowns/${encodeURIComponent(id)}`}
        labelOf={describe}
        renderTooltip={(bar, lane) => <TimelineTooltip bar={bar} lane={lane} nowMs={history.serverNowMs} />}
      />
    </div>
  );
}

type DrawnBar = ReturnType<typeof toDrawnBar>;
type DrawnLane = ReturnType<typeof toDrawn>;

const toDrawn = (lane: TimelineLane) => ({ ...lane, bars: lane.bars.map(toDrawnBar) });

const toDrawnBar = (bar: TimelineBar) => ({
  ...bar,
  parts: bar.parts.map((part) => {
    const colour = banColour(part.kind, part.isDrill);
    return { ...part, colour, fill: banFill(colour, part.isDrill) };
  }),
});

function LaneName({ lane }: { lane: DrawnLane }) {
  const scopeName = useScopeName();
  return (
    <p className="flex min-w-0 items-baseline gap-2 leading-tight @2xl:block" title={lane.providerHost}>
      <bdi className="block truncate font-medium text-[0.8125rem]">{scopeName(lane)}</bdi>
      <span className="block truncate text-[0.6875rem] text-muted">{lane.providerName}</span>
    </p>
  );
}

function useTicks({ fromMs, toMs }: CooldownHistoryResponse, period: Period) {
  const formatter = useFormatter();
  const timeZone = useTimeZone() ?? "UTC";
  return useMemo(
    () =>
      prepareTimeTicks({
        period,
        fromMs,
        toMs,
        timeZone,
        format: (atMs, kind) =>
          kind === "time"
            ? formatter.dateTime(new Date(atMs), "time")
            : formatter.dateTime(new Date(atMs), { month: "short", day: "numeric" }),
      }),
    [period, fromMs, toMs, timeZone, formatter],
  );
}
