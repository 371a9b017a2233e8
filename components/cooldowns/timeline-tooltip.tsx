import { useTranslations } from "next-intl";
import { Instant } from "@/components/ui/instant";
import { banKindOf } from "@/lib/client/cooldowns/ban-kind";
import { summariseHeld } from "@/lib/client/cooldowns/held";
import type { TimelineBar, TimelineLane } from "@/lib/client/cooldowns/prepare-timeline";
import { formatDuration } from "@/lib/client/format/format";
import { lengthOf } from "@/lib/client/report/prepare-report";
import type { Cooldown } from "@/lib/contracts/cooldowns";
import { banColour } from "./ban-colour";
import { useHeldText } from "./held-calls";
import { Swatch } from "./timeline-legend";
import { useScopeName } from "./use-scope-name";

type TimelineTooltipProps = { bar: TimelineBar; lane: TimelineLane; nowMs: number };

/** What is to be known of one ban, or of several that stand too close together. */
export function TimelineTooltip({ bar: { cooldowns }, lane, nowMs }: TimelineTooltipProps) {
  const tPage = useTranslations("cooldowns");
  const t = useTranslations("cooldowns.timeline");
  const scopeName = useScopeName();
  const only = cooldowns.length === 1 ? cooldowns[0] : undefined;
  const isRehearsed = cooldowns.every(({ isDrill }) => isDrill);
  const from = cooldowns[0]?.startedAtMs ?? nowMs;
  const endedAtMs = cooldowns.at(-1)?.endedAtMs ?? null;
  return (
    <div className="flex flex-col gap-1">
      <p className="wrap-anywhere font-medium">{`${scopeName(lane)} · ${lane.providerName}`}</p>
      {only ? (
        <OneBan cooldown={only} />
      ) : (
        <p>{`${t("groupTitle", { bans: cooldowns.length })}${isRehearsed ? ` · ${tPage("drill")}` : ""}`}</p>
      )}
      <p className="text-muted tabular-nums">
        <Instant atMs={from} format="dateTime" />
        {" – "}
        {endedAtMs === null ? t("running") : <Instant atMs={endedAtMs} format="dateTime" />}
        {only && ` (${formatDuration(lengthOf(only, nowMs))})`}
      </p>
      <p className="text-muted">{t(only ? "follow" : "groupHint")}</p>
    </div>
  );
}

function OneBan({ cooldown }: { cooldown: Cooldown }) {
  const t = useTranslations("cooldowns");
  const heldText = useHeldText();
  const kind = banKindOf(cooldown);
  return (
    <>
      <p className="flex items-center gap-1.5">
        <Swatch colour={banColour(kind, cooldown.isDrill)} hatched={cooldown.isDrill} />
        {t(`kind.${kind}`)}
        {cooldown.isDrill && ` · ${t("drill")}`}
      </p>
      <p translate="no" className="wrap-anywhere font-mono text-[0.6875rem]">
        {cooldown.code}
      </p>
      <p>{heldText(summariseHeld(cooldown))}</p>
    </>
  );
}
