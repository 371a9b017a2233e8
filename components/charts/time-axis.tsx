import { usePlotArea } from "recharts";

export interface TimeAxisTick {
  /** From 0 at the left edge to 1 at the right. */
  readonly position: number;
  readonly label: string;
}

const FONT_PX = 11;
const GAP_PX = 14;

/**
 * The labels of a time axis inside a recharts chart. Of the densities given it draws the first whose labels have room,
 * so they never overlap, whatever the width and the language.
 *
 * @param levels labels at several densities, the densest first
 */
export function TimeAxis({ levels }: { levels: readonly (readonly TimeAxisTick[])[] }) {
  const plot = usePlotArea();
  if (!plot || plot.width <= 0) return null;
  const ticks = pickTicks(levels, plot.width);
  const bottom = plot.y + plot.height;
  return (
    <g fontSize={FONT_PX} fill="var(--color-chart-axis)" textAnchor="middle">
      <line x1={plot.x} x2={plot.x + plot.width} y1={bottom} y2={bottom} stroke="var(--color-control)" />
      {ticks.map(({ position, label }) => {
        const x = plot.x + position * plot.width;
        // A label at the right edge keeps inside; the left one has the room of the other axis.
        const labelX = Math.min(x, plot.x + plot.width - widthOf(label) / 2 + 4);
        return (
          <g key={position}>
            <line x1={x} x2={x} y1={bottom} y2={bottom + 4} stroke="var(--color-control)" />
            <text x={labelX} y={bottom + 17}>
              {label}
            </text>
          </g>
        );
      })}
    </g>
  );
}

/** Of labels at several densities, the densest first, those that have room. */
export function pickTicks<Tick extends TimeAxisTick>(
  levels: readonly (readonly Tick[])[],
  widthPx: number,
): readonly Tick[] {
  return levels.find((level) => fits(level, widthPx)) ?? levels.at(-1) ?? [];
}

function fits(ticks: readonly TimeAxisTick[], widthPx: number): boolean {
  return ticks.every(({ position, label }, index) => {
    const next = ticks[index + 1];
    if (next === undefined) return true;
    return (next.position - position) * widthPx >= (widthOf(label) + widthOf(next.label)) / 2 + GAP_PX;
  });
}

/** In pixels; a little more than the text takes: Chinese characters are square, figures about 0.6 of that. */
export function widthOf(label: string): number {
  return [...label].reduce((sum, character) => sum + FONT_PX * (character > "\u2e80" ? 1.02 : 0.62), 0);
}
