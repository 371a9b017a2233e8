import { UNREADABLE_REPLY_CODE } from "@/lib/domain/catalogue";
import { codeForStorage, cutDescription, parseEnvelope } from "@/lib/domain/envelope";
import type { ActiveAccount } from "../accounts/directory";
import { createEventId } from "../event-id";
import type { CooldownKeeper } from "../guard/cooldown-keeper";
import type { Recorder } from "../recorder/recorder";
import type { ErrorRecord } from "../store/error-events";
import { literally, withoutAccountKey } from "./exchange-key";
import { toReply } from "./own-answer";
import type { ProviderCall, ProviderReply } from "./provider-call";
import type { CallFields } from "./read-call-body";
import type { Upstream, UpstreamReply } from "./upstream";

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
  readonly fields: CallFields;
  readonly source: ErrorRecord["source"];
  readonly callerAddress: string | null;
}

/** What went wrong, in the form in which it is kept: cut to size, well formed, without a key. */
export type ExchangeError = Pick<ErrorRecord, "code" | "description" | "errorId">;

export interface ExchangeResult {
  readonly reply: ProviderReply;
  /** Null for a success. */
  readonly error: ExchangeError | null;
}

export type Exchange = (request: ExchangeRequest) => Promise<ExchangeResult>;

export interface ExchangeParts {
  readonly upstream: Upstream;
  readonly recorder: Recorder;
  readonly cooldowns: CooldownKeeper;
  readonly now: () => number;
  /** Told of every exchange after it was recorded. */
  readonly onExchange: (request: ExchangeRequest, result: ExchangeResult, atMs: number) => void;
}

const MAX_ERROR_ID_CHARS = 40;
const MAX_FIELD_CHARS = 100;
const MAX_HOST_CHARS = 253;

/**
 * A provider that repeats a key in its reply, or a program that mixes up its fields, must not bring it into the record,
 * in whatever case. Before the text is cut: of a key that was cut the rest would stay.
 */
const withoutKeys = <T extends string | null>(text: T, keys: readonly string[]): T =>
  (text === null
    ? null
    : keys.reduce<string>((rest, key) => rest.replace(new RegExp(literally(key), "gi"), "[clientKey]"), text)) as T;

const cleaned = (error: ExchangeError, keys: readonly string[]): ExchangeError => ({
  code: codeForStorage(withoutKeys(error.code, keys)),
  description: cutDescription(withoutKeys(error.description, keys)),
  errorId: error.errorId === null ? null : cutDescription(withoutKeys(error.errorId, keys), MAX_ERROR_ID_CHARS),
});

const cleanedField = (field: string | null, keys: readonly string[], maxChars = MAX_FIELD_CHARS): string | null =>
  field === null ? null : withoutKeys(field, keys).slice(0, maxChars).toWellFormed();

const cleanedFields = ({ taskType, targetHost, taskId }: CallFields, keys: readonly string[]): CallFields => ({
  taskType: cleanedField(taskType, keys),
  targetHost: cleanedField(targetHost, keys, MAX_HOST_CHARS),
  taskId: cleanedField(taskId, keys),
});

/** Neither key of a call is ever recorded: not the account's, and not the one that it was called with. */
const keysOf = ({ account, proxyKey }: Pick<ExchangeRequest, "account" | "proxyKey">): readonly string[] =>
  proxyKey === null ? [account.clientKey] : [account.clientKey, proxyKey.text];

function readError(reply: UpstreamReply): ExchangeError | null {
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
export function createExchange({ upstream, recorder, cooldowns, now, onExchange }: ExchangeParts): Exchange {
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
    const error = rawError === null ? null : cleaned(rawError, keys);
    const proxyKeyId = proxyKey?.id ?? null;
    const method = withoutKeys(request.method, keys);
    if (error === null) {
      const names = { accountId: accountId ?? "", proxyKeyId: proxyKeyId ?? "", source, method, origin };
      recorder.countSuccess({ atMs, latencyMs, ...names });
    } else {
      const { provider, providerHost } = account;
      const cooldown =
        origin === "upstream" ? cooldowns.noteError({ ...error, atMs, provider, providerHost, accountId }) : null;
      const kept = { ...cleanedFields(fields, keys), ...error };
      const event = { id: createEventId(atMs), atMs, accountId, proxyKeyId, source, method, ...kept };
      await recorder.recordError({ ...event, httpStatus, latencyMs, origin, callerAddress }, cooldown);
    }
    const result = { reply, error };
    onExchange(request, result, atMs);
    return result;
  };
}
