import type { BanKind } from "@/lib/client/cooldowns/ban-kind";

/** Three of the chart colours that stay apart for every kind of sight. */
const COLOURS: Record<BanKind, string> = {
  address: "var(--color-chart-1)",
  key: "var(--color-chart-2)",
  balance: "var(--color-chart-6)",
};

/** Nothing was banned for true, so a rehearsal has the colour of no kind; hatched lines alone are lost in a narrow bar. */
const DRILL_COLOUR = "var(--color-chart-other)";

/** The colour of a ban in the timeline and its legend. */
export const banColour = (kind: BanKind, isDrill: boolean): string => (isDrill ? DRILL_COLOUR : COLOURS[kind]);

/** A bar or a swatch in that colour, as CSS for `background-image`; hatched for a rehearsal. */
export function banFill(colour: string, hatched: boolean): string {
  return hatched
    ? `repeating-linear-gradient(135deg, ${colour} 0 3px, transparent 3px 5px)`
    : `linear-gradient(${colour}, ${colour})`;
}
