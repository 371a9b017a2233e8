import { UNREADABLE_REPLY_CODE } from "@/lib/domain/catalogue";
import { codeForStorage, cutDescription, parseEnvelope } from "@/lib/domain/envelope";
import type { ActiveAccount } from "../accounts/directory";
import type { CooldownKeeper } from "../guard/cooldown-keeper";
import type { Recorder } from "../recorder/recorder";
import type { ErrorRecord } from "../store/error-events";
import { createEventId } from "./event-id";
import { toReply } from "./own-answer";
import type { ProviderCall, ProviderReply } from "./provider-call";
import type { CallFields } from "./read-call-body";
import type { Upstream, UpstreamReply } from "./upstream";

/** One call to the provider on behalf of an account, by a program or by Banwatch itself. */
export interface ExchangeRequest {
  readonly account: ActiveAccount;
  /** Whom the record names; null while a key is only being tried out. */
  readonly accountId: string | null;
  readonly method: string;
  readonly headers: ProviderCall["headers"];
  readonly body: Uint8Array;
  readonly fields: Pick<CallFields, "taskType" | "targetHost" | "taskId">;
  readonly source: ErrorRecord["source"];
  readonly callerAddress: string | null;
}

/** What went wrong, in the form in which it is kept: cut to size, well formed, without the account's key. */
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

/** A provider that repeats the key in its reply, or a program that mixes up its fields, must not bring it into the record. */
const withoutKey = <T extends string | null>(text: T, clientKey: string): T =>
  (text === null ? null : text.replaceAll(clientKey, "[clientKey]")) as T;

const cleaned = (error: ExchangeError, clientKey: string): ExchangeError => ({
  code: codeForStorage(withoutKey(error.code, clientKey)),
  description: cutDescription(withoutKey(error.description, clientKey)),
  errorId: error.errorId === null ? null : cutDescription(withoutKey(error.errorId, clientKey), MAX_ERROR_ID_CHARS),
});

const cleanedFields = ({ taskType, targetHost, taskId }: ExchangeRequest["fields"], clientKey: string) => ({
  taskType: withoutKey(taskType, clientKey),
  targetHost: withoutKey(targetHost, clientKey),
  taskId: withoutKey(taskId, clientKey),
});

function readError(reply: UpstreamReply): ExchangeError | null {
  const envelope = parseEnvelope(reply.status, reply.body);
  if (envelope.kind === "success") return null;
  if (envelope.kind === "error") return envelope;
  return { code: UNREADABLE_REPLY_CODE, description: envelope.reason, errorId: null };
}

/**
 * Sends a call upstream, reads the reply, and records it before it is handed back: an error that a program is told of
 * is kept (DESIGN §1). Never rejects.
 */
export function createExchange({ upstream, recorder, cooldowns, now, onExchange }: ExchangeParts): Exchange {
  const send = async ({ account, method, headers, body }: ExchangeRequest) => {
    const outcome = await upstream.send(account.baseUrl, method, headers, body);
    if (outcome.kind === "failed") {
      return { reply: toReply(outcome.answer), httpStatus: 0, error: { ...outcome.answer, errorId: null } };
    }
    const { status, headers: replyHeaders, body: replyBody } = outcome;
    const reply: ProviderReply = { origin: "upstream", status, headers: replyHeaders, body: replyBody };
    return { reply, httpStatus: status, error: readError(outcome) };
  };

  return async (request) => {
    const { account, accountId, method, source, fields, callerAddress } = request;
    const startedMs = performance.now();
    const { reply, httpStatus, error: rawError } = await send(request);
    const { origin } = reply;
    const atMs = now();
    const latencyMs = Math.round(performance.now() - startedMs);
    const error = rawError === null ? null : cleaned(rawError, account.clientKey);
    if (error === null) {
      recorder.countSuccess({ atMs, latencyMs, accountId: accountId ?? "", proxyKeyId: "", source, method, origin });
    } else {
      const { provider, providerHost } = account;
      const cooldown =
        origin === "upstream" ? cooldowns.noteError({ ...error, atMs, provider, providerHost, accountId }) : null;
      const kept = { ...cleanedFields(fields, account.clientKey), ...error };
      const event = { id: createEventId(atMs), atMs, accountId, proxyKeyId: null, source, method, ...kept };
      await recorder.recordError({ ...event, httpStatus, latencyMs, origin, callerAddress }, cooldown);
    }
    const result = { reply, error };
    onExchange(request, result, atMs);
    return result;
  };
}
