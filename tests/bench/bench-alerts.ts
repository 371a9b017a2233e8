import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RuleListResponse } from "@/lib/contracts/alert-rules";
import { getJson, sendJson } from "../support/api";
import { type BanwatchProcess, makeDataDir, removeDataDir, startBanwatch } from "../support/banwatch-process";
import { readDatabase } from "../support/read-database";
import { type Receiver, startReceiver } from "../support/receivers/receiver";
import { FLAPPING_KEYS } from "./flapping-keys";
import { createFlappingSource, type FlappingSource } from "./flapping-source";
import { CALL_KINDS, type CallFigures, measureCalls } from "./measure-calls";
import { readResidentKib } from "./resident-memory";
import { median, noiseOf } from "./statistics";
import type { TableRow } from "./table";
import { countChanges, readToldChanges } from "./told-changes";

/** A little above the ten thousand that are spoken of, since the last of each piece may be cut off. */
const CHANGES_PER_MINUTE = 10_500;
/** What a flapping account's incidents are of. */
const KIND = "zero-balance";
const FREE_KEY = "bench-free-key-0123456789";
const CONNECTIONS = [1, 20];
const MEASURES = [
  { name: "median latency", of: (figures: CallFigures) => figures.medianMs, unit: "ms", digits: 2 },
  { name: "p99 latency", of: (figures: CallFigures) => figures.p99Ms, unit: "ms", digits: 2 },
  { name: "throughput", of: (figures: CallFigures) => figures.callsPerSecond, unit: "/s", digits: 0 },
] as const;
/** What comes and goes for longer is one message a minute: then the last of them has left. */
const LAST_MESSAGE_WAIT_MS = 90_000;

/** Time enough to ask for every balance twice. */
const SETTLE_MS = 3_000;

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const mebibytes = (kib: number) => (kib / 1_024).toFixed(0);
const perMinute = (count: number, seconds: number) => Math.round((count * 60) / seconds);

/** One server with its own flapping source. */
interface Side {
  readonly server: BanwatchProcess;
  readonly source: FlappingSource;
}

async function startSide(dataDir: string, baseUrl: string, clientKeys: readonly string[]): Promise<Side> {
  const keys = [FREE_KEY, ...clientKeys];
  const accounts = keys.map((clientKey) => ({ name: clientKey, provider: "custom", baseUrl, clientKey }));
  const path = join(dataDir, "banwatch.yaml");
  writeFileSync(path, JSON.stringify({ accounts }));
  const variables = { BANWATCH_BALANCE_INTERVAL_SECONDS: "86400", BANWATCH_CONFIG: path };
  const server = await startBanwatch({ dataDir, variables });
  return { server, source: createFlappingSource(server.origin, { clientKeys, perMinute: CHANGES_PER_MINUTE }) };
}

async function pauseRules({ server: { origin } }: Side): Promise<void> {
  const { rules } = await getJson<RuleListResponse>(`${origin}/api/alerts/rules`);
  for (const { id } of rules) await sendJson("PATCH", `${origin}/api/alerts/rules/${id}`, { enabled: false });
}

async function addReceiver({ server }: Side, receiver: Receiver<"webhook">): Promise<void> {
  const channel = { name: "bench", type: "webhook", settings: receiver.settings, isDefault: true };
  await sendJson("POST", `${server.origin}/api/alerts/channels`, channel);
}

interface Round {
  readonly pausedA: CallFigures;
  readonly told: CallFigures;
  readonly pausedB: CallFigures;
}

async function measureRounds(sides: { paused: Side; told: Side }, rounds: number, lengthMs: number) {
  const cases = CALL_KINDS.flatMap((kind) =>
    CONNECTIONS.map((connections) => ({ kind, connections, done: [] as Round[] })),
  );
  for (let round = 0; round < rounds; round += 1) {
    for (const { kind, connections, done } of cases) {
      const measure = ({ server, source }: Side, shareMs: number) =>
        source.during(() => measureCalls(server.origin, kind, { clientKey: FREE_KEY, connections, lengthMs: shareMs }));
      const pausedA = await measure(sides.paused, lengthMs / 2);
      const told = await measure(sides.told, lengthMs);
      done.push({ pausedA, told, pausedB: await measure(sides.paused, lengthMs / 2) });
    }
  }
  return cases;
}

const rowOf = (
  what: string,
  { name, of, unit, digits }: (typeof MEASURES)[number],
  done: readonly Round[],
): TableRow => {
  const paused = done.map(({ pausedA, pausedB }) => (of(pausedA) + of(pausedB)) / 2);
  const figures = done.map(({ told }) => of(told));
  return {
    what: `${what}: ${name}`,
    ratio: median(figures.map((figure, index) => figure / (paused[index] ?? Number.NaN))),
    noise: noiseOf(done.map(({ pausedA, pausedB }) => [of(pausedA), of(pausedB)])),
    raw: `${median(figures).toFixed(digits)} against ${median(paused).toFixed(digits)} ${unit}`,
  };
};

const countWaiting = ({ server }: Side): number =>
  readDatabase(
    server.dataDir,
    (query) => query<{ n: number }>(`SELECT COUNT(*) AS n FROM "Delivery" WHERE "settledAtMs" IS NULL`)[0]?.n ?? 0,
  );

async function sendAll(side: Side): Promise<void> {
  const deadlineMs = performance.now() + LAST_MESSAGE_WAIT_MS;
  while (countWaiting(side) > 0) {
    if (performance.now() > deadlineMs) throw new Error(`${countWaiting(side)} messages still wait`);
    await wait(1_000);
  }
}

/** What is read off a server before and after. */
const readSide = ({ server, source }: Side) => ({
  residentKib: readResidentKib(server.pid),
  changes: source.changes(),
  flappedMs: source.flappedMs(),
});

/** What a run of it found. */
export interface AlertFigures {
  readonly calls: TableRow[];
  readonly memory: TableRow[];
  /** What became of the changes, in words: all of them were told. */
  readonly summary: string;
}

/**
 * What calls cost while the balances of two hundred accounts are used up and topped up by turns, ten thousand times a
 * minute in all, and alerts tell of it: against the same calls through a second server with the same accounts, which flap as well, and all
 * rules paused. Each round has it between two measurements of the second server, which against each other are the noise.
 *
 * @param options.upstream a provider that tells the balances of {@link FLAPPING_KEYS} by turns
 * @throws when a change was told to nobody: a figure of alerts that get lost would say nothing
 */
export async function benchAlerts(options: {
  readonly upstream: string;
  readonly rounds: number;
  readonly lengthMs: number;
}): Promise<AlertFigures> {
  const { upstream, rounds, lengthMs } = options;
  const dataDirs = [makeDataDir(), makeDataDir()] as const;
  const receiver = await startReceiver("webhook");
  const sides: Side[] = [];
  try {
    const paused = await startSide(dataDirs[0], upstream, FLAPPING_KEYS.paused);
    sides.push(paused);
    const told = await startSide(dataDirs[1], upstream, FLAPPING_KEYS.told);
    sides.push(told);
    await pauseRules(paused);
    await addReceiver(told, receiver);
    // Once each account's balance is known, Banwatch asks nothing more of its own accord.
    for (const { source } of sides) await source.during(() => wait(SETTLE_MS));
    // The first calls compile what the later ones run.
    await measureRounds({ paused, told }, 1, lengthMs / 5);
    const before = { paused: readSide(paused), told: readSide(told) };
    const writtenBefore = countChanges(told.server.dataDir, KIND);
    const cases = await measureRounds({ paused, told }, rounds, lengthMs);
    const after = { paused: readSide(paused), told: readSide(told) };
    const written = countChanges(told.server.dataDir, KIND) - writtenBefore;
    await sendAll(told);
    const fates = readToldChanges(told.server.dataDir, receiver, KIND);
    const seconds = (after.told.flappedMs - before.told.flappedMs) / 1_000;
    const memoryRow = (what: string, side: "paused" | "told"): TableRow => ({
      what,
      ratio: after[side].residentKib / before[side].residentKib,
      noise: null,
      raw: `${mebibytes(after[side].residentKib)} against ${mebibytes(before[side].residentKib)} MiB`,
    });
    return {
      calls: cases.flatMap(({ kind, connections, done }) =>
        MEASURES.map((measure) =>
          rowOf(`${kind.name}, ${connections} connection${connections === 1 ? "" : "s"}`, measure, done),
        ),
      ),
      memory: [
        memoryRow("with alerts: after against before", "told"),
        memoryRow("with all rules paused: after against before", "paused"),
      ],
      summary:
        `${written} transitions were written in ${seconds.toFixed(0)} s of flapping (${perMinute(written, seconds)} a minute), ` +
        `of ${after.told.changes - before.told.changes} changes at the provider. From the first on, warm-up included, ` +
        `${fates.messages} messages told of ${fates.told} transitions of ${fates.incidents} incidents: of each as many as it has.`,
    };
  } finally {
    for (const { server, source } of sides) {
      await source.close();
      await server.stop();
    }
    await receiver.close();
    for (const dataDir of dataDirs) removeDataDir(dataDir);
  }
}
