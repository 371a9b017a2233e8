import { CALL_KINDS, type CallFigures, measureCalls } from "./measure-calls";
import { median, noiseOf } from "./statistics";
import type { TableRow } from "./table";

const CONNECTIONS = [1, 20];
const MEASURES = [
  { name: "median latency", of: (figures: CallFigures) => figures.medianMs, unit: "ms", digits: 2 },
  { name: "throughput", of: (figures: CallFigures) => figures.callsPerSecond, unit: "/s", digits: 0 },
] as const;

interface Round {
  readonly ownA: CallFigures;
  readonly proxied: CallFigures;
  readonly ownB: CallFigures;
}

/**
 * What it costs to exchange a proxy key for the account's: calls with it between two measurements of the same calls with
 * the account's own key, which against each other are the noise.
 */
export async function benchProxyKey(
  origin: string,
  options: {
    readonly accountKey: string;
    readonly proxyKey: string;
    readonly rounds: number;
    readonly lengthMs: number;
  },
): Promise<TableRow[]> {
  const { accountKey, proxyKey, rounds, lengthMs } = options;
  const cases = CALL_KINDS.flatMap((kind) =>
    CONNECTIONS.map((connections) => ({ kind, connections, rounds: [] as Round[] })),
  );
  for (let round = 0; round < rounds; round += 1) {
    for (const { kind, connections, rounds: done } of cases) {
      const measure = (clientKey: string) => measureCalls(origin, kind, { clientKey, connections, lengthMs });
      const ownA = await measure(accountKey);
      const proxied = await measure(proxyKey);
      done.push({ ownA, proxied, ownB: await measure(accountKey) });
    }
  }
  return cases.flatMap(({ kind, connections, rounds: done }) =>
    MEASURES.map(({ name, of, unit, digits }) => {
      const own = done.map(({ ownA, ownB }) => (of(ownA) + of(ownB)) / 2);
      const figures = done.map(({ proxied }) => of(proxied));
      return {
        what: `${kind.name}, ${connections} connection${connections === 1 ? "" : "s"}: ${name}`,
        ratio: median(figures.map((figure, index) => figure / (own[index] ?? Number.NaN))),
        noise: noiseOf(done.map(({ ownA, ownB }) => [of(ownA), of(ownB)])),
        raw: `${median(figures).toFixed(digits)} against ${median(own).toFixed(digits)} ${unit}`,
      };
    }),
  );
}
