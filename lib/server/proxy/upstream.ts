import { errors, Pool } from "undici";
import { type OwnAnswer, providerUnreachable, replyTooLarge, replyTooLate } from "./own-answer";
import { FORWARDED_HEADERS, MAX_REPLY_BYTES, type ProviderCall } from "./provider-call";

const CONNECT_TIMEOUT_MS = 5_000;
/** Connections to one provider at the same time; more calls than that wait for one. */
const MAX_CONNECTIONS = 256;

/** A provider's reply as it came. */
export interface UpstreamReply {
  readonly kind: "reply";
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export type UpstreamOutcome = UpstreamReply | { readonly kind: "failed"; readonly answer: OwnAnswer };

export interface Upstream {
  /**
   * Sends one call, once: no redirect is followed and nothing is retried, because a task costs money. Never rejects.
   *
   * @param baseUrl without a trailing slash
   */
  send(baseUrl: string, method: string, headers: ProviderCall["headers"], body: Uint8Array): Promise<UpstreamOutcome>;
  close(): Promise<void>;
}

/** Reply headers that belong to the body, and so go back with it. */
const RETURNED_HEADERS = ["content-type", "content-encoding", "retry-after"] as const;

function pick(names: readonly string[], headers: Readonly<Record<string, string | string[] | undefined>>) {
  const picked: Record<string, string> = {};
  for (const name of names) {
    const value = headers[name];
    if (value !== undefined) picked[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return picked;
}

/** The system's short name of a failure. Messages are left out: they may hold addresses. */
function reasonOf(error: unknown): string {
  if (error instanceof errors.ConnectTimeoutError) return `no connection within ${CONNECT_TIMEOUT_MS / 1000} seconds`;
  const { code } = (error ?? {}) as { code?: unknown };
  if (code === "UND_ERR_SOCKET") return "the connection broke before the reply was whole";
  return typeof code === "string" ? code : "the reply was not HTTP";
}

function toAnswer(error: unknown, timeoutMs: number): OwnAnswer {
  if (error instanceof errors.ResponseExceededMaxSizeError) return replyTooLarge;
  const late =
    error instanceof errors.HeadersTimeoutError ||
    error instanceof errors.BodyTimeoutError ||
    (error instanceof Error && error.name === "TimeoutError");
  return late ? replyTooLate(timeoutMs) : providerUnreachable(reasonOf(error));
}

/** @param options.replyTimeoutMs from sending a call to the last byte of its reply */
export function createUpstream(options: { replyTimeoutMs: number }): Upstream {
  const { replyTimeoutMs } = options;
  const pools = new Map<string, Pool>();

  const poolFor = (origin: string): Pool => {
    const known = pools.get(origin);
    if (known !== undefined) return known;
    const pool = new Pool(origin, {
      connections: MAX_CONNECTIONS,
      connect: { timeout: CONNECT_TIMEOUT_MS },
      headersTimeout: replyTimeoutMs,
      bodyTimeout: replyTimeoutMs,
      maxResponseSize: MAX_REPLY_BYTES,
      // A kept connection that the provider has just closed would fail a call that may not be sent again.
      keepAliveTimeout: 4_000,
    });
    pools.set(origin, pool);
    return pool;
  };

  return {
    send: async (baseUrl, method, headers, body) => {
      const url = new URL(baseUrl);
      try {
        const response = await poolFor(url.origin).request({
          method: "POST",
          path: `${url.pathname === "/" ? "" : url.pathname}/${method}`,
          headers: pick(FORWARDED_HEADERS, headers),
          body,
          signal: AbortSignal.timeout(replyTimeoutMs),
        });
        const bytes = await response.body.bytes();
        return {
          kind: "reply",
          status: response.statusCode,
          headers: pick(RETURNED_HEADERS, response.headers),
          body: bytes,
        };
      } catch (error) {
        return { kind: "failed", answer: toAnswer(error, replyTimeoutMs) };
      }
    },
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
}
