import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { CooldownListResponse } from "@/lib/contracts/cooldowns";
import { callProvider, getJson } from "../support/api";
import { type BanwatchProcess, makeDataDir, removeDataDir, startBanwatch } from "../support/banwatch-process";
import { BAN_METHOD } from "./ban-method";
import { CALL_KINDS, type CallFigures, measureCalls } from "./measure-calls";
import { median, noiseOf } from "./statistics";
import type { TableRow } from "./table";

const HELD_SCOPES = 1_000;
const AT_ONCE = 20;
const FREE_KEY = "bench-free-key-0123456789";
const CONNECTIONS = [1, 20];
const MEASURES = [
  { name: "median latency", of: (figures: CallFigures) => figures.medianMs, unit: "ms", digits: 2 },
  { name: "throughput", of: (figures: CallFigures) => figures.callsPerSecond, unit: "/s", digits: 0 },
] as const;

const keyOf = (index: number) => `bench-held-key-${String(index).padStart(6, "0")}`;

/** One account that nothing holds, beside a thousand others. */
async function startWithAccounts(dataDir: string, baseUrl: string): Promise<BanwatchProcess> {
  const provider = "custom";
  const held = Array.from({ length: HELD_SCOPES }, (_, index) => ({
    name: `held ${index}`,
    provider,
    baseUrl,
    clientKey: keyOf(index),
  }));
  const accounts = [{ name: "free", provider, baseUrl, clientKey: FREE_KEY }, ...held];
  const path = join(dataDir, "banwatch.yaml");
  writeFileSync(path, JSON.stringify({ accounts }));
  return startBanwatch({ dataDir, variables: { BANWATCH_BALANCE_INTERVAL_SECONDS: "86400", BANWATCH_CONFIG: path } });
}

/** Has every one of the thousand accounts make one call. */
async function callWithEach({ origin }: BanwatchProcess, method: string): Promise<void> {
  let next = 0;
  const work = async () => {
    while (next < HELD_SCOPES) {
      const clientKey = keyOf(next);
      next += 1;
      await callProvider(origin, method, { clientKey });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

const countCooldowns = async ({ origin }: BanwatchProcess) =>
  (await getJson<CooldownListResponse>(`${origin}/api/cooldowns`)).cooldowns.length;

interface Round {
  readonly freeA: CallFigures;
  readonly held: CallFigures;
  readonly freeB: CallFigures;
}

async function measureRounds(origins: { free: string; held: string }, rounds: number, lengthMs: number) {
  const cases = CALL_KINDS.flatMap((kind) =>
    CONNECTIONS.map((connections) => ({ kind, connections, done: [] as Round[] })),
  );
  for (let round = 0; round < rounds; round += 1) {
    for (const { kind, connections, done } of cases) {
      const measure = (origin: string) => measureCalls(origin, kind, { clientKey: FREE_KEY, connections, lengthMs });
      const freeA = await measure(origins.free);
      const held = await measure(origins.held);
      done.push({ freeA, held, freeB: await measure(origins.free) });
    }
  }
  return cases;
}

/**
 * What a call that nothing holds costs while a thousand cooldowns run, each with a timer and an account of its own:
 * against the same call through a second server with the same accounts and no cooldown. Each round has it between two
 * measurements without, which against each other are the noise.
 *
 * @param options.upstream a provider that bans a key at {@link BAN_METHOD} for longer than this takes
 * @throws when not every scope is held: a figure for fewer would say nothing
 */
export async function benchHeldScopes(options: {
  readonly upstream: string;
  readonly rounds: number;
  readonly lengthMs: number;
}): Promise<TableRow[]> {
  const { upstream, rounds, lengthMs } = options;
  const dataDirs = [makeDataDir(), makeDataDir()] as const;
  const servers: BanwatchProcess[] = [];
  try {
    for (const dataDir of dataDirs) servers.push(await startWithAccounts(dataDir, upstream));
    const [free, held] = servers as [BanwatchProcess, BanwatchProcess];
    // Once each account's balance is known, Banwatch asks nothing more of its own accord.
    for (const server of servers) await callWithEach(server, "getBalance");
    await callWithEach(held, BAN_METHOD);
    const running = [await countCooldowns(free), await countCooldowns(held)];
    if (running[0] !== 0 || running[1] !== HELD_SCOPES) throw new Error(`held scopes: ${running.join(" and ")}`);

    const cases = await measureRounds({ free: free.origin, held: held.origin }, rounds, lengthMs);
    return cases.flatMap(({ kind, connections, done }) =>
      MEASURES.map(({ name, of, unit, digits }) => {
        const without = done.map(({ freeA, freeB }) => (of(freeA) + of(freeB)) / 2);
        const figures = done.map((round) => of(round.held));
        return {
          what: `${kind.name}, ${connections} connection${connections === 1 ? "" : "s"}: ${name}`,
          ratio: median(figures.map((figure, index) => figure / (without[index] ?? Number.NaN))),
          noise: noiseOf(done.map(({ freeA, freeB }) => [of(freeA), of(freeB)])),
          raw: `${median(figures).toFixed(digits)} against ${median(without).toFixed(digits)} ${unit}`,
        };
      }),
    );
  } finally {
    for (const server of servers) await server.stop();
    for (const dataDir of dataDirs) removeDataDir(dataDir);
  }
}
