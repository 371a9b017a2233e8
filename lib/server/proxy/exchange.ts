import { UNREADABLE_REPLY_CODE } from "@/lib/domain/catalogue";
import { parseEnvelope } from "@/lib/domain/envelope";
import type { ActiveAccount } from "../accounts/directory";
import { createEventId } from "../event-id";
import type { Ticket } from "../guard/cooldown-keeper";
import type { Guard, GuardVerdict } from "../guard/guard";
import type { Recorder } from "../recorder/recorder";
import type { ErrorRecord } from "../store/error-events";
import { withoutAccountKey } from "./exchange-key";
import { type OwnAnswer, toReply } from "./own-answer";
import type { ProviderCall, ProviderReply } from "./provider-call";
import type { CallFields } from "./read-call-body";
import type { Upstream, UpstreamReply } from "./upstream";
import { type KeptError, keysOf, withoutKeysInError } from "./without-keys";

/** One call to the provider on behalf of an account, by a program or by Banwatch itself. */
export interface ExchangeRequest {
  readonly account: ActiveAccount;
  /** Whom the record names; null while a key is only being tried out. */
  readonly accountId: string | null;
  /** The key that the program called with, when it is one that Banwatch issued. */
  readonly proxyKey: { readonly id: string; readonly text: string } | null;
  readonly method: string;
  /** The method as it may be kept and shown: without a key. */
  readonly keptMethod: string;
  readonly headers: ProviderCall["headers"];
  /** With the account's own key in it. */
  readonly body: Uint8Array;
  /** As they may be kept: without a key, cut to size. */
  readonly fields: CallFields;
  readonly source: ErrorRecord["source"];
  readonly callerAddress: string | null;
  /** What the guard gave it on its way. */
  readonly ticket: Ticket;
}

export interface ExchangeResult {
  readonly reply: ProviderReply;
  /** Null for a success. */
  readonly error: KeptError | null;
  readonly latencyMs: number;
}

/** A call that the guard holds since it began to wait for its turn: nothing was sent, and nothing is recorded yet. */
export interface HeldBack {
  readonly heldAnswer: OwnAnswer;
}

export interface Exchange {
  /** For Banwatch's own questions: whether they may be asked is known to who asks them. */
  (request: ExchangeRequest): Promise<ExchangeResult>;
  /** @param beforeSend asked when the call had to wait, right before it is sent; the ticket is then the one it gives */
  (request: ExchangeRequest, beforeSend: () => GuardVerdict): Promise<ExchangeResult | HeldBack>;
}

export interface ExchangeParts {
  readonly upstream: Upstream;
  readonly recorder: Recorder;
  readonly guard: Pick<Guard, "noteReply">;
  readonly now: () => number;
  /** Told of every exchange after it was recorded. */
  readonly onExchange: (request: ExchangeRequest, result: ExchangeResult, atMs: number) => void;
}

function readError(reply: UpstreamReply): KeptError | null {
  const envelope = parseEnvelope(reply.status, reply.body);
  if (envelope.kind === "success") return null;
  if (envelope.kind === "error") return envelope;
  return { code: UNREADABLE_REPLY_CODE, description: envelope.reason, errorId: null };
}

/**
 * Where Banwatch lends an account's key, the provider must read the body as it was read here: as JSON in UTF-8. With a
 * content type of the program's choice it could find another `clientKey` in the same bytes, or another method's fields.
 * A call with the account's own key keeps what its program says.
 */
const headersOf = ({ headers, proxyKey }: ExchangeRequest): ProviderCall["headers"] =>
  proxyKey === null ? headers : { ...headers, "content-type": "application/json" };

/** What came of sending a call. */
interface Received {
  /** What the guard gave it last. */
  readonly ticket: Ticket;
  readonly reply: ProviderReply;
  readonly httpStatus: number;
  readonly error: KeptError | null;
}

/**
 * Sends a call upstream, reads the reply, and records it before it is handed back: an error that a program is told of
 * is kept (DESIGN §1). Never rejects.
 */
export function createExchange({ upstream, recorder, guard, now, onExchange }: ExchangeParts): Exchange {
  const send = async (request: ExchangeRequest, beforeSend?: () => GuardVerdict): Promise<Received | HeldBack> => {
    const { account, method, body, source } = request;
    let { ticket } = request;
    const askAgain = (): OwnAnswer | null => {
      const verdict = beforeSend?.() ?? { kind: "pass", ticket };
      if (verdict.kind === "held") return verdict.answer;
      ticket = verdict.ticket;
      return null;
    };
    const options = { isOwn: source === "banwatch", askAgain };
    const outcome = await upstream.send(account.baseUrl, method, headersOf(request), body, options);
    if (outcome.kind === "held") return { heldAnswer: outcome.answer };
    if (outcome.kind === "failed") {
      return { ticket, reply: toReply(outcome.answer), httpStatus: 0, error: { ...outcome.answer, errorId: null } };
    }
    const { status, headers: replyHeaders, body: replyBody } = outcome;
    const reply: ProviderReply = { origin: "upstream", status, headers: replyHeaders, body: replyBody };
    return { ticket, reply, httpStatus: status, error: readError(outcome) };
  };

  const record = async (request: ExchangeRequest, received: Received, startedMs: number): Promise<ExchangeResult> => {
    const { account, accountId, proxyKey, source, fields, callerAddress } = request;
    const { ticket, reply: rawReply, httpStatus, error: rawError } = received;
    const reply = proxyKey === null ? rawReply : withoutAccountKey(rawReply, account.clientKey, proxyKey.text);
    const { origin } = reply;
    const atMs = now();
    const latencyMs = Math.round(performance.now() - startedMs);
    const keys = keysOf(request);
    const error = rawError === null ? null : withoutKeysInError(rawError, keys);
    const proxyKeyId = proxyKey?.id ?? null;
    const method = request.keptMethod;
    const noted = { ...request, method, ticket, proxyKeyId };
    const cooldown = origin === "upstream" ? guard.noteReply(noted, error, atMs) : null;
    if (error === null) {
      const names = { accountId: accountId ?? "", proxyKeyId: proxyKeyId ?? "", source, method, origin };
      recorder.countCall({ atMs, latencyMs, code: "", ...names });
    } else {
      const kept = { ...fields, ...error };
      const event = { id: createEventId(atMs), atMs, accountId, proxyKeyId, source, method, ...kept };
      await recorder.recordError({ ...event, httpStatus, latencyMs, origin, callerAddress }, cooldown);
    }
    const result = { reply, error, latencyMs };
    onExchange({ ...request, ticket }, result, atMs);
    return result;
  };

  async function exchange(request: ExchangeRequest): Promise<ExchangeResult>;
  async function exchange(request: ExchangeRequest, beforeSend: () => GuardVerdict): Promise<ExchangeResult | HeldBack>;
  async function exchange(
    request: ExchangeRequest,
    beforeSend?: () => GuardVerdict,
  ): Promise<ExchangeResult | HeldBack> {
    const startedMs = performance.now();
    const received = await send(request, beforeSend);
    return "heldAnswer" in received ? received : await record(request, received, startedMs);
  }
  return exchange;
}
