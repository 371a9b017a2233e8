import { CALL_KINDS, type CallFigures, measureCalls } from "./measure-calls";
import { median, noiseOf } from "./statistics";
import type { TableRow } from "./table";

const CONNECTIONS = [1, 20];
const MEASURES = [
  { name: "median latency", of: (figures: CallFigures) => figures.medianMs, unit: "ms" },
  { name: "p99 latency", of: (figures: CallFigures) => figures.p99Ms, unit: "ms" },
  { name: "throughput", of: (figures: CallFigures) => figures.callsPerSecond, unit: "/s" },
] as const;

interface Round {
  readonly directA: CallFigures;
  readonly banwatch: CallFigures;
  readonly directB: CallFigures;
}

/**
 * What a call costs through Banwatch, against the same call to the same provider without it. In each round the way
 * through Banwatch is measured between two direct measurements, and compared with their mean; the two direct ones
 * against each other are the noise.
 */
export async function benchCalls(options: {
  readonly direct: string;
  readonly banwatch: string;
  readonly clientKey: string;
  readonly rounds: number;
  readonly lengthMs: number;
}): Promise<TableRow[]> {
  const { direct, banwatch, clientKey, rounds, lengthMs } = options;
  const cases = CALL_KINDS.flatMap((kind) =>
    CONNECTIONS.map((connections) => ({ kind, connections, rounds: [] as Round[] })),
  );
  for (let round = 0; round < rounds; round += 1) {
    for (const { kind, connections, rounds: done } of cases) {
      const measure = (origin: string) => measureCalls(origin, kind, { clientKey, connections, lengthMs });
      const directA = await measure(direct);
      const throughBanwatch = await measure(banwatch);
      done.push({ directA, banwatch: throughBanwatch, directB: await measure(direct) });
    }
  }
  return cases.flatMap(({ kind, connections, rounds: done }) =>
    MEASURES.map(({ name, of, unit }) => {
      const directs = done.map(({ directA, directB }) => (of(directA) + of(directB)) / 2);
      const figures = done.map((round) => of(round.banwatch));
      return {
        what: `${kind.name}, ${connections} connection${connections === 1 ? "" : "s"}: ${name}`,
        ratio: median(figures.map((figure, index) => figure / (directs[index] ?? Number.NaN))),
        noise: noiseOf(done.map(({ directA, directB }) => [of(directA), of(directB)])),
        raw: `${median(figures).toFixed(unit === "ms" ? 2 : 0)} against ${median(directs).toFixed(unit === "ms" ? 2 : 0)} ${unit}`,
      };
    }),
  );
}
