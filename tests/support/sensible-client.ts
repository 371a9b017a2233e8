/** A program that does its work until it is stopped. */
export interface SensibleClient {
  /** When its tasks were solved, in UTC epoch milliseconds. */
  solvedAtMs(): readonly number[];
  stop(): Promise<void>;
}

const POLL_MS = 300;
/** Where an answer does not say when to come again. */
const BACK_OFF_MS = 1_000;

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/**
 * A program as it should be: it has one task solved after another, looks at `errorId`, and after an error comes again
 * when `Retry-After` says so, or after a second.
 */
export function startSensibleClient(options: {
  readonly baseUrl: string;
  readonly clientKey: string;
  readonly task: Readonly<Record<string, unknown>>;
}): SensibleClient {
  const { baseUrl, clientKey, task } = options;
  const solvedAtMs: number[] = [];
  let isStopped = false;

  /** @returns null after an error, once it may be tried again */
  const call = async (method: string, fields: object): Promise<Record<string, unknown> | null> => {
    const body = JSON.stringify({ clientKey, ...fields });
    const response = await fetch(`${baseUrl}/${method}`, { method: "POST", body });
    const reply = (await response.json()) as Record<string, unknown>;
    if (reply.errorId === 0) return reply;
    const seconds = Number(response.headers.get("retry-after"));
    await sleep(seconds > 0 ? seconds * 1_000 : BACK_OFF_MS);
    return null;
  };

  const solveOne = async (): Promise<void> => {
    const created = await call("createTask", { task });
    while (created !== null && !isStopped) {
      await sleep(POLL_MS);
      const result = await call("getTaskResult", { taskId: created.taskId });
      if (result?.status !== "ready") continue;
      solvedAtMs.push(Date.now());
      return;
    }
  };

  const run = async () => {
    while (!isStopped) await solveOne();
  };

  const running = run();
  return {
    solvedAtMs: () => [...solvedAtMs],
    stop: async () => {
      isStopped = true;
      await running;
    },
  };
}
