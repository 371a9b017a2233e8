import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";
import { Pool } from "undici";
import type { RefuseAddress } from "../net/address-rules";
import { createGuardedConnector, REFUSED_ADDRESS } from "../net/guarded-connect";
import { connectionBroke, type OwnAnswer, providerUnreachable, replyTooLarge, replyTooLate } from "./own-answer";
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
const RETURNED_HEADERS = ["content-type", "retry-after"] as const;

/** Some gateways compress although they were asked not to. Next would drop the header that says so, so it is undone. */
const DECODERS: Readonly<Record<string, (body: Uint8Array, options: { maxOutputLength: number }) => Promise<Buffer>>> =
  {
    gzip: promisify(gunzip),
    "x-gzip": promisify(gunzip),
    deflate: promisify(inflate),
    br: promisify(brotliDecompress),
  };

/** @throws when the body is not what its encoding says, or larger than a reply may be */
async function decode(body: Uint8Array, encoding: string | string[] | undefined): Promise<Uint8Array> {
  const decoder = typeof encoding === "string" ? DECODERS[encoding.trim().toLowerCase()] : undefined;
  return decoder === undefined ? body : await decoder(body, { maxOutputLength: MAX_REPLY_BYTES });
}

function pick(names: readonly string[], headers: Readonly<Record<string, string | string[] | undefined>>) {
  const picked: Record<string, string> = {};
  for (const name of names) {
    const value = headers[name];
    if (value !== undefined) picked[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return picked;
}

/** Failures after which the provider has not seen the call for sure. */
const NEVER_SENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

/** Failures of a reply that was larger than it may be, on the wire or once it was decompressed. */
const TOO_LARGE = new Set(["UND_ERR_RES_EXCEEDED_MAX_SIZE", "ERR_BUFFER_TOO_LARGE"]);

const TOO_LATE = new Set(["UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"]);

/** By the system's short name of a failure. Its message is left out, unless it is ours: it may hold addresses. */
function toAnswer(error: unknown, timeoutMs: number): OwnAnswer {
  const { code: rawCode } = (error ?? {}) as { code?: unknown };
  const code = typeof rawCode === "string" ? rawCode : "no HTTP reply";
  if (code === REFUSED_ADDRESS) return providerUnreachable((error as Error).message);
  if (TOO_LARGE.has(code)) return replyTooLarge;
  if (TOO_LATE.has(code)) return replyTooLate(timeoutMs);
  return NEVER_SENT.has(code) ? providerUnreachable(code) : connectionBroke(code);
}

/**
 * @param options.replyTimeoutMs from sending a call to the last byte of its reply
 * @param options.refuseAddress asked about every address before a connection to it is made
 */
export function createUpstream(options: { replyTimeoutMs: number; refuseAddress: RefuseAddress }): Upstream {
  const { replyTimeoutMs, refuseAddress } = options;
  const pools = new Map<string, Pool>();
  const connect = createGuardedConnector({ refuse: refuseAddress, timeoutMs: CONNECT_TIMEOUT_MS });

  const poolFor = (origin: string): Pool => {
    const known = pools.get(origin);
    if (known !== undefined) return known;
    const pool = new Pool(origin, {
      connections: MAX_CONNECTIONS,
      connect,
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
      // A timer of our own, cleared with the reply: AbortSignal.timeout would keep each call in memory for a minute.
      const deadline = new AbortController();
      const timer = setTimeout(() => deadline.abort(), replyTimeoutMs);
      try {
        const response = await poolFor(url.origin).request({
          method: "POST",
          path: `${url.pathname === "/" ? "" : url.pathname}/${method}`,
          headers: { ...pick(FORWARDED_HEADERS, headers), "accept-encoding": "identity" },
          body,
          signal: deadline.signal,
        });
        const bytes = await decode(await response.body.bytes(), response.headers["content-encoding"]);
        return {
          kind: "reply",
          status: response.statusCode,
          headers: pick(RETURNED_HEADERS, response.headers),
          body: bytes,
        };
      } catch (error) {
        return {
          kind: "failed",
          answer: deadline.signal.aborted ? replyTooLate(replyTimeoutMs) : toAnswer(error, replyTimeoutMs),
        };
      } finally {
        clearTimeout(timer);
      }
    },
    close: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.destroy()));
    },
  };
}
