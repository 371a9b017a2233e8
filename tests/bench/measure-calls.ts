import { performance } from "node:perf_hooks";
import { Pool } from "undici";
import { quantile } from "./statistics";

export interface CallFigures {
  readonly medianMs: number;
  readonly p99Ms: number;
  readonly callsPerSecond: number;
}

/** A kind of call, by how it is made and what its reply must be. */
export interface CallKind {
  readonly name: "clean call" | "error call";
  readonly method: string;
  /** @param call counts the calls: a task that is asked for again and again is answered by the guard after 120 times */
  readonly fields: (call: number) => Record<string, unknown>;
  readonly errorId: number;
}

export const CALL_KINDS: readonly CallKind[] = [
  { name: "clean call", method: "getTaskResult", fields: (call) => ({ taskId: `0b1c-${call}` }), errorId: 0 },
  {
    name: "error call",
    method: "createTask",
    fields: () => ({ task: { type: "ImageToTextTask", websiteURL: "https://shop.example/", body: "iVBORw0KGgo=" } }),
    errorId: 1,
  },
];

/** Of this process: no two measurements ask for one task. */
let calls = 0;

/**
 * Calls as fast as `connections` connections allow for `lengthMs`, after a short warm-up that is not counted.
 *
 * @throws when a reply is not the one that the call must get: a fast wrong answer is no figure
 */
export async function measureCalls(
  origin: string,
  kind: CallKind,
  options: { clientKey: string; connections: number; lengthMs: number },
): Promise<CallFigures> {
  const pool = new Pool(origin, { connections: options.connections, pipelining: 1 });
  const latenciesMs: number[] = [];
  const callOnce = async (): Promise<number> => {
    calls += 1;
    const body = JSON.stringify({ clientKey: options.clientKey, ...kind.fields(calls) });
    const startedMs = performance.now();
    const reply = await pool.request({
      method: "POST",
      path: `/${kind.method}`,
      headers: { "content-type": "application/json" },
      body,
    });
    const json = (await reply.body.json()) as { errorId: unknown };
    if (json.errorId !== kind.errorId) throw new Error(`${origin} answered ${JSON.stringify(json)}`);
    return performance.now() - startedMs;
  };
  const work = async (untilMs: number, keep: boolean) => {
    while (performance.now() < untilMs) {
      const latencyMs = await callOnce();
      if (keep) latenciesMs.push(latencyMs);
    }
  };
  const together = (untilMs: number, keep: boolean) =>
    Promise.all(Array.from({ length: options.connections }, () => work(untilMs, keep)));

  try {
    await together(performance.now() + options.lengthMs / 5, false);
    const startedMs = performance.now();
    await together(startedMs + options.lengthMs, true);
    const elapsedSeconds = (performance.now() - startedMs) / 1_000;
    return {
      medianMs: quantile(latenciesMs, 0.5),
      p99Ms: quantile(latenciesMs, 0.99),
      callsPerSecond: latenciesMs.length / elapsedSeconds,
    };
  } finally {
    await pool.destroy();
  }
}
