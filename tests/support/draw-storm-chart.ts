/** Draws `.github/storm.svg` from the figures that the test of the storm left. Run as a program, after that test. */
import { writeFileSync } from "node:fs";
import { readFigures, type StormRun } from "./storm-figures";

const CHART_PATH = ".github/storm.svg";

const WIDTH = 920;
const LEFT = 24;
const PLOT_WIDTH = 560;
const FIGURES_X = LEFT + PLOT_WIDTH + 36;
const LANE_TOP = 84;
const LANE_HEIGHT = 116;
const TICK_HEIGHT = 40;
const LANES_GAP = 30;
const SECONDS_A_MARK = 5;

/** Readable on white and on black: an image in a page knows only the system's own scheme, so it brings its paper along. */
const STYLE = `
  .paper { fill: #ffffff; stroke: #d8dee4 } .text { fill: #1f2328 } .quiet { fill: #59636e }
  .line { stroke: #d8dee4 } .band { fill: #ffd7d5 } .sent { fill: #818b98 } .bad { fill: #cf222e } .good { fill: #1a7f37 }
  @media (prefers-color-scheme: dark) {
    .paper { fill: #0d1117; stroke: #3d444d } .text { fill: #f0f6fc } .quiet { fill: #9198a1 }
    .line { stroke: #3d444d } .band { fill: #5c1a1a } .sent { fill: #9198a1 } .bad { fill: #ff7b72 } .good { fill: #3fb950 }
  }
  text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif } .title { font-size: 16px; font-weight: 600 }
  .name { font-weight: 600 } .figure { font-size: 18px; font-weight: 600; font-variant-numeric: tabular-nums }`;

const NAMES = { off: "Guard off", enforce: "Guard on" } as const;

const number = (value: number) => value.toLocaleString("en");
const seconds = (ms: number) => `${(ms / 1_000).toFixed(1)} s`;

const text = (x: number, y: number, kind: string, words: string, anchor = "start") =>
  `<text x="${x}" y="${y}" class="${kind}" text-anchor="${anchor}">${words}</text>`;

function drawLane(run: StormRun, top: number): string {
  const x = (atMs: number) => LEFT + (Math.min(Math.max(atMs, 0), run.lengthMs) / run.lengthMs) * PLOT_WIDTH;
  const base = top + 24 + TICK_HEIGHT;
  const bands = run.bans.map(({ fromMs, untilMs }) => {
    const width = x(untilMs) - x(fromMs);
    return `<rect class="band" x="${x(fromMs).toFixed(1)}" y="${top + 18}" width="${width.toFixed(1)}" height="${TICK_HEIGHT + 6}"/>`;
  });
  const ticks = run.calls.map(({ atMs, method, wasBanned }) => {
    const kind = wasBanned ? "bad" : method === "getBalance" ? "good" : "sent";
    const width = kind === "good" ? 3 : 1.2;
    const height = kind === "good" ? TICK_HEIGHT + 6 : TICK_HEIGHT - 10;
    return `<rect class="${kind}" x="${x(atMs).toFixed(1)}" y="${base - height}" width="${width}" height="${height}"/>`;
  });
  const solved = run.solvedAtMs
    .filter((atMs) => atMs <= run.lengthMs)
    .map((atMs) => `<circle class="good" cx="${x(atMs).toFixed(1)}" cy="${base + 12}" r="3"/>`);
  const figures = [
    [number(run.bansBegun), run.bansBegun === 1 ? "ban begun" : "bans begun, or begun anew"],
    [number(run.callsWhileBanned), "calls sent while banned"],
    [seconds(run.bannedMs), "banned"],
    [number(run.solved), "tasks solved"],
  ].map(([figure = "", words = ""], index) => {
    const y = top + 24 + index * 24;
    return text(FIGURES_X + 62, y, "text figure", figure, "end") + text(FIGURES_X + 70, y, "quiet", words);
  });
  return [
    text(LEFT, top + 8, "text name", NAMES[run.guard]),
    ...bands,
    ...ticks,
    ...solved,
    `<line class="line" x1="${LEFT}" y1="${base}" x2="${LEFT + PLOT_WIDTH}" y2="${base}"/>`,
    ...figures,
  ].join("\n");
}

function drawAxis(lengthMs: number, y: number): string {
  const marks: string[] = [];
  for (let second = 0; second * 1_000 <= lengthMs; second += SECONDS_A_MARK) {
    const x = LEFT + ((second * 1_000) / lengthMs) * PLOT_WIDTH;
    marks.push(text(x, y, "quiet", second === 0 ? "0 s" : String(second), second === 0 ? "start" : "middle"));
  }
  return marks.join("\n");
}

function drawLegend(y: number): string {
  const parts = [
    ["sent", "call that reaches the provider"],
    ["bad", "call while banned: the ban begins anew"],
    ["band", "banned"],
    ["good", "Banwatch’s probe, tasks solved"],
  ] as const;
  let x = LEFT;
  return parts
    .map(([kind, words]) => {
      const drawn = `<rect class="${kind}" x="${x}" y="${y - 10}" width="11" height="11" rx="2"/>${text(x + 17, y, "quiet", words)}`;
      x += 17 + words.length * 6.4 + 26;
      return drawn;
    })
    .join("\n");
}

/** @throws {RangeError} without a run to draw */
export function drawStormChart(runs: readonly StormRun[]): string {
  const [first] = runs;
  if (first === undefined) throw new RangeError("there is no run to draw");
  const ordered = [...runs].sort((a, b) => Number(a.guard === "enforce") - Number(b.guard === "enforce"));
  const lanes = ordered.map((run, index) => drawLane(run, LANE_TOP + index * (LANE_HEIGHT + LANES_GAP)));
  const bottom = LANE_TOP + ordered.length * (LANE_HEIGHT + LANES_GAP);
  const title = `${first.programs} programs that never look at an error, for ${Math.round(first.lengthMs / 1_000)} seconds`;
  const rule = `The provider bans for ${first.banSeconds} s, and begins the ban anew with each call during it. One more program works as it should.`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${bottom + 52}" role="img" aria-label="${title}: ${ordered
    .map((run) => `${NAMES[run.guard]}: ${run.bansBegun} bans begun, ${run.callsWhileBanned} calls sent while banned`)
    .join("; ")}">
<style>${STYLE}
</style>
<rect class="paper" x="0.5" y="0.5" width="${WIDTH - 1}" height="${bottom + 51}" rx="8"/>
${text(LEFT, 34, "text title", title)}
${text(LEFT, 56, "quiet", rule)}
${lanes.join("\n")}
${drawAxis(first.lengthMs, bottom - 6)}
${drawLegend(bottom + 30)}
</svg>
`;
}

writeFileSync(CHART_PATH, drawStormChart(readFigures()));
console.log(`Drew ${CHART_PATH}.`);
