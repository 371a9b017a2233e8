/** A program that is running until it is stopped. */
export interface StormClient {
  /** Calls made so far. */
  calls(): number;
  /** Ends it, and waits for the call that is under way. */
  stop(): Promise<void>;
}

export interface StormClientOptions {
  /** Of Banwatch or of the provider itself, without a slash at the end. */
  readonly baseUrl: string;
  readonly clientKey: string;
  /** The task that it wants solved: one that the provider refuses, for a storm to follow. */
  readonly task: Readonly<Record<string, unknown>>;
  /** Between two polls. The library polls once a second. */
  readonly intervalMs?: number;
  /** How long after the start it makes its first call: programs never all begin at the same moment. */
  readonly startAfterMs?: number;
}

/** Ends early when it is told to stop. */
function createSleep() {
  let wake = () => {};
  return {
    sleep: (ms: number) =>
      new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    wake: () => wake(),
  };
}

/**
 * A program on a client library in wide use that never checks `errorId` (PROTOCOL §4): it creates a task, takes
 * `taskId` of whatever comes back, which is nothing after an error, and asks for that result once a second, for ever. It
 * gives up at no error, no status and no broken connection: only a solution ends its wait.
 */
export function startStormClient(options: StormClientOptions): StormClient {
  const { baseUrl, clientKey, task, intervalMs = 1_000, startAfterMs = 0 } = options;
  const { sleep, wake } = createSleep();
  let calls = 0;
  let isStopped = false;

  const call = async (method: string, fields: object): Promise<{ taskId?: unknown; solution?: unknown }> => {
    calls += 1;
    try {
      // As the library has it: an undefined taskId is left out of the JSON.
      const body = JSON.stringify({ clientKey, ...fields });
      const response = await fetch(`${baseUrl}/${method}`, { method: "POST", body });
      return (await response.json()) as { taskId?: unknown; solution?: unknown };
    } catch {
      return {};
    }
  };

  const run = async () => {
    await sleep(startAfterMs);
    const { taskId } = isStopped ? {} : await call("createTask", { task });
    while (!isStopped) {
      await sleep(intervalMs);
      if (isStopped) return;
      const { solution } = await call("getTaskResult", { taskId });
      if (solution !== undefined) return;
    }
  };

  const running = run();
  return {
    calls: () => calls,
    stop: async () => {
      isStopped = true;
      wake();
      await running;
    },
  };
}

/** Several of them with a key each, spread evenly over an interval. */
export function startStorm(
  clientKeys: readonly string[],
  options: Omit<StormClientOptions, "clientKey" | "startAfterMs">,
): StormClient {
  const { intervalMs = 1_000 } = options;
  const clients = clientKeys.map((clientKey, index) =>
    startStormClient({ ...options, clientKey, startAfterMs: (index * intervalMs) / clientKeys.length }),
  );
  return {
    calls: () => clients.reduce((sum, client) => sum + client.calls(), 0),
    stop: async () => {
      await Promise.all(clients.map((client) => client.stop()));
    },
  };
}
