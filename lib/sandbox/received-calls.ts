/** One call as it reaches the provider. */
export interface SandboxRequest {
  /** The last part of the path, `createTask` say. */
  readonly method: string;
  readonly body: string;
  readonly callerAddress: string;
  /** The path as it was asked for, where there is one. */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string | string[] | undefined>>;
  /** The body's bytes, where they are at hand; else `body` in UTF-8. */
  readonly bodyBytes?: Uint8Array;
}

/** A request that was received, byte for byte. */
export interface RecordedRequest {
  readonly atMs: number;
  readonly method: string;
  readonly path: string;
  readonly callerAddress: string;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly bodyBytes: Uint8Array;
}

/** How many calls were received since the start or the last reset. */
export interface ReceivedCounts {
  readonly total: number;
  readonly byMethod: Readonly<Record<string, number>>;
  readonly byKey: Readonly<Record<string, number>>;
}

const MAX_NAMES = 10_000;
const MAX_LOG_BYTES = 32 * 1024 * 1024;
const OTHER = "(other)";

/** Counts and keeps what was received. Names above 10 000 are counted together; the log is bounded in length and bytes. */
export class ReceivedCalls {
  readonly #limit: number;
  #total = 0;
  readonly #byMethod = new Map<string, number>();
  readonly #byKey = new Map<string, number>();
  #log: RecordedRequest[] = [];
  #logBytes = 0;

  constructor(recentRequestsLimit: number) {
    this.#limit = recentRequestsLimit;
  }

  record(request: SandboxRequest, clientKey: string | undefined, nowMs: number): void {
    this.#total += 1;
    addOne(this.#byMethod, request.method);
    if (clientKey !== undefined) addOne(this.#byKey, clientKey);
    if (this.#limit === 0) return;
    const bodyBytes = request.bodyBytes ?? Buffer.from(request.body, "utf8");
    this.#logBytes += bodyBytes.byteLength;
    this.#log.push({
      atMs: nowMs,
      method: request.method,
      path: request.path ?? `/${request.method}`,
      callerAddress: request.callerAddress,
      headers: request.headers ?? {},
      bodyBytes,
    });
    while (this.#log.length > this.#limit || this.#logBytes > MAX_LOG_BYTES) {
      const dropped = this.#log.shift();
      if (!dropped) break;
      this.#logBytes -= dropped.bodyBytes.byteLength;
    }
  }

  get counts(): ReceivedCounts {
    return {
      total: this.#total,
      byMethod: Object.fromEntries(this.#byMethod),
      byKey: Object.fromEntries(this.#byKey),
    };
  }

  /** The last requests, oldest first. */
  get recent(): readonly RecordedRequest[] {
    return [...this.#log];
  }

  clear(): void {
    this.#total = 0;
    this.#byMethod.clear();
    this.#byKey.clear();
    this.#log = [];
    this.#logBytes = 0;
  }
}

function addOne(counts: Map<string, number>, name: string): void {
  const key = counts.has(name) || counts.size < MAX_NAMES ? name : OTHER;
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
