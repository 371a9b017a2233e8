import { UNREADABLE_REPLY_CODE } from "@/lib/domain/catalogue";
import { parseEnvelope } from "@/lib/domain/envelope";
import type { ActiveAccount } from "../accounts/directory";
import { createEventId } from "../event-id";
import type { Ticket } from "../guard/cooldown-keeper";
import type { Guard } from "../guard/guard";
import type { Recorder } from "../recorder/recorder";
import type { ErrorRecord } from "../store/error-events";
import { withoutAccountKey } from "./exchange-key";
import { toReply } from "./own-answer";
import type { ProviderCall, ProviderReply } from "./provider-call";
import type { CallFields } from "./read-call-body";
import type { Upstream, UpstreamReply } from "./upstream";
import { type KeptError, keysOf, withoutKeys, withoutKeysInError } from "./without-keys";

/** One call to the provider on behalf of an account, by a program or by Banwatch itself. */
export interface ExchangeRequest {
  readonly account: ActiveAccount;
  /** Whom the record names; null while a key is only being tried out. */
  readonly accountId: string | null;
  /** The key that the program called with, when it is one that Banwatch issued. */
  readonly proxyKey: { readonly id: string; readonly text: string } | null;
  readonly method: string;
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

export type Exchange = (request: ExchangeRequest) => Promise<ExchangeResult>;

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

/**
 * Sends a call upstream, reads the reply, and records it before it is handed back: an error that a program is told of
 * is kept (DESIGN §1). Never rejects.
 */
export function createExchange({ upstream, recorder, guard, now, onExchange }: ExchangeParts): Exchange {
  const send = async (request: ExchangeRequest) => {
    const { account, method, body } = request;
    const outcome = await upstream.send(account.baseUrl, method, headersOf(request), body);
    if (outcome.kind === "failed") {
      return { reply: toReply(outcome.answer), httpStatus: 0, error: { ...outcome.answer, errorId: null } };
    }
    const { status, headers: replyHeaders, body: replyBody } = outcome;
    const reply: ProviderReply = { origin: "upstream", status, headers: replyHeaders, body: replyBody };
    return { reply, httpStatus: status, error: readError(outcome) };
  };

  return async (request) => {
    const { account, accountId, proxyKey, source, fields, callerAddress } = request;
    const startedMs = performance.now();
    const { reply: rawReply, httpStatus, error: rawError } = await send(request);
    const reply = proxyKey === null ? rawReply : withoutAccountKey(rawReply, account.clientKey, proxyKey.text);
    const { origin } = reply;
    const atMs = now();
    const latencyMs = Math.round(performance.now() - startedMs);
    const keys = keysOf(request);
    const error = rawError === null ? null : withoutKeysInError(rawError, keys);
    const proxyKeyId = proxyKey?.id ?? null;
    const method = withoutKeys(request.method, keys);
    const cooldown = origin === "upstream" ? guard.noteReply({ ...request, proxyKeyId }, error, atMs) : null;
    if (error === null) {
      const names = { accountId: accountId ?? "", proxyKeyId: proxyKeyId ?? "", source, method, origin };
      recorder.countCall({ atMs, latencyMs, code: "", ...names });
    } else {
      const kept = { ...fields, ...error };
      const event = { id: createEventId(atMs), atMs, accountId, proxyKeyId, source, method, ...kept };
      await recorder.recordError({ ...event, httpStatus, latencyMs, origin, callerAddress }, cooldown);
    }
    const result = { reply, error, latencyMs };
    onExchange(request, result, atMs);
    return result;
  };
}
