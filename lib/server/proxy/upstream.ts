import { promisify } from "node:util";
import { brotliDecompress, gunzip, inflate } from "node:zlib";
import { type Dispatcher, Pool } from "undici";
import type { RefuseAddress } from "../net/address-rules";
import { createGuardedConnector, REFUSED_ADDRESS } from "../net/guarded-connect";
import { askBeforeWrite } from "./ask-before-write";
import { type CallSlots, createCallSlots } from "./call-slots";
import {
  connectionBroke,
  noRoomForBody,
  type OwnAnswer,
  providerUnreachable,
  replyTooLarge,
  replyTooLate,
  turnTooLate,
} from "./own-answer";
import { FORWARDED_HEADERS, MAX_REPLY_BYTES, type ProviderCall } from "./provider-call";

const CONNECT_TIMEOUT_MS = 5_000;
/** Calls to one provider at the same time, each on a connection; more than that wait for their turn. */
const MAX_UNDER_WAY = 256;

/** A provider's reply as it came. */
export interface UpstreamReply {
  readonly kind: "reply";
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export type UpstreamOutcome =
  | UpstreamReply
  | { readonly kind: "failed"; readonly answer: OwnAnswer }
  /** It had to wait, and may not go any more. Nothing was sent. */
  | { readonly kind: "held"; readonly answer: OwnAnswer };

/** How a call waits. */
export interface SendOptions {
  /** Whether Banwatch itself asks: before all programs that wait. */
  readonly isOwn?: boolean;
  /**
   * Asked when the call had to wait, for its turn or for a connection, right before it is sent.
   *
   * @returns what it is answered instead, null when it may go
   */
  readonly askAgain?: () => OwnAnswer | null;
}

export interface Upstream {
  /**
   * Sends one call, once: no redirect is followed and nothing is retried, because a task costs money. At most 256 are
   * under way to one provider, the others wait in the order in which they came. Never rejects.
   *
   * @param baseUrl without a trailing slash
   */
  send(
    baseUrl: string,
    method: string,
    headers: ProviderCall["headers"],
    body: Uint8Array,
    options?: SendOptions,
  ): Promise<UpstreamOutcome>;
  /** Breaks off what is under way, and sends nothing of what waits. */
  close(): Promise<void>;
}

/** Reply headers that belong to the body, and so go back with it. */
const RETURNED_HEADERS = ["content-type", "retry-after"] as const;

/** Bodies of calls that wait for their turn, for all providers together, 256 MiB: as much as may be read at once. */
const MAX_WAITING_BYTES = 256 * 1024 * 1024;

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

/** Thrown where the connection pool would write a call that may not go any more. */
class HeldMeanwhile extends Error {
  constructor(readonly answer: OwnAnswer) {
    super(answer.description);
  }
}

/** The way to one provider. */
interface Line {
  readonly slots: CallSlots;
  readonly pool: Pool;
  /** The pool, with `askBeforeWrite`. */
  readonly dispatcher: Dispatcher;
  /** How many connections were made so far. */
  connections: number;
}

/**
 * @param options.replyTimeoutMs from taking a call to the last byte of its reply, the wait for its turn included
 * @param options.refuseAddress asked about every address before a connection to it is made
 */
export function createUpstream(options: { replyTimeoutMs: number; refuseAddress: RefuseAddress }): Upstream {
  const { replyTimeoutMs, refuseAddress } = options;
  const lines = new Map<string, Line>();
  const connect = createGuardedConnector({ refuse: refuseAddress, timeoutMs: CONNECT_TIMEOUT_MS });
  const tooLate: UpstreamOutcome = { kind: "failed", answer: replyTooLate(replyTimeoutMs) };
  const neverItsTurn: UpstreamOutcome = { kind: "failed", answer: turnTooLate(replyTimeoutMs) };
  const noRoom: UpstreamOutcome = { kind: "failed", answer: noRoomForBody };
  let waitingBytes = 0;
  const stopping: UpstreamOutcome = { kind: "failed", answer: providerUnreachable("Banwatch is stopping") };

  const lineTo = (origin: string): Line => {
    const known = lines.get(origin);
    if (known !== undefined) return known;
    const pool = new Pool(origin, {
      connections: MAX_UNDER_WAY,
      connect,
      headersTimeout: replyTimeoutMs,
      bodyTimeout: replyTimeoutMs,
      maxResponseSize: MAX_REPLY_BYTES,
      // A kept connection that the provider has just closed would fail a call that may not be sent again.
      keepAliveTimeout: 4_000,
    });
    const slots = createCallSlots(MAX_UNDER_WAY, replyTimeoutMs);
    const line: Line = { slots, pool, dispatcher: pool.compose(askBeforeWrite), connections: 0 };
    pool.on("connect", () => {
      line.connections += 1;
    });
    lines.set(origin, line);
    return line;
  };

  /** @param askAgain asked when a connection had to be made first: a ban may have come during the handshake */
  const request = async (
    line: Line,
    call: { path: string; headers: Record<string, string>; body: Uint8Array },
    leftMs: number,
    askAgain: () => OwnAnswer | null,
  ): Promise<UpstreamOutcome> => {
    const { connections } = line;
    const ask = () => {
      // On a connection that is there the call is written within the same moment.
      const answer = line.connections === connections ? null : askAgain();
      if (answer !== null) throw new HeldMeanwhile(answer);
    };
    // A timer of our own, cleared with the reply: AbortSignal.timeout would keep each call in memory for a minute.
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), leftMs);
    try {
      const response = await line.dispatcher.request({ ...call, method: "POST", signal: deadline.signal, opaque: ask });
      const body = await decode(await response.body.bytes(), response.headers["content-encoding"]);
      const headers = pick(RETURNED_HEADERS, response.headers);
      return { kind: "reply", status: response.statusCode, headers, body };
    } catch (error) {
      if (error instanceof HeldMeanwhile) return { kind: "held", answer: error.answer };
      return deadline.signal.aborted ? tooLate : { kind: "failed", answer: toAnswer(error, replyTimeoutMs) };
    } finally {
      clearTimeout(timer);
    }
  };

  return {
    send: async (baseUrl, method, headers, body, { isOwn = false, askAgain = () => null } = {}) => {
      const startedMs = performance.now();
      const url = new URL(baseUrl);
      const line = lineTo(url.origin);
      const { slots } = line;
      const hasToWait = !slots.tryTake();
      if (hasToWait) {
        if (waitingBytes + body.byteLength > MAX_WAITING_BYTES) return noRoom;
        waitingBytes += body.byteLength;
        const outcome = await slots.wait(isOwn);
        waitingBytes -= body.byteLength;
        if (outcome !== "slot") return outcome === "closed" ? stopping : neverItsTurn;
      }
      try {
        const answer = hasToWait ? askAgain() : null;
        if (answer !== null) return { kind: "held", answer };
        const path = `${url.pathname === "/" ? "" : url.pathname}/${method}`;
        const sentHeaders = { ...pick(FORWARDED_HEADERS, headers), "accept-encoding": "identity" };
        const leftMs = replyTimeoutMs - (performance.now() - startedMs);
        if (leftMs <= 0) return neverItsTurn;
        return await request(line, { path, headers: sentHeaders, body }, leftMs, askAgain);
      } finally {
        // Not before the caller has taken note of the reply, which may be the ban that the next one has to wait for.
        setImmediate(slots.release);
      }
    },
    close: async () => {
      for (const { slots } of lines.values()) slots.close();
      await Promise.all([...lines.values()].map(({ pool }) => pool.destroy()));
    },
  };
}
