import { UNREADABLE_REPLY_CODE } from "@/lib/domain/catalogue";
import { codeForStorage, cutDescription, type Envelope, parseEnvelope } from "@/lib/domain/envelope";
import type { ActiveAccount } from "../accounts/directory";
import type { CooldownKeeper } from "../guard/cooldown-keeper";
import type { Recorder } from "../recorder/recorder";
import type { ErrorRecord } from "../store/error-events";
import { createEventId } from "./event-id";
import { toReply } from "./own-answer";
import type { ProviderCall, ProviderReply } from "./provider-call";
import type { CallFields } from "./read-call-body";
import type { Upstream } from "./upstream";

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

export interface ExchangeResult {
  readonly reply: ProviderReply;
  /** What the reply says; null when none came. */
  readonly envelope: Envelope | null;
}

export interface ExchangeParts {
  readonly upstream: Upstream;
  readonly recorder: Recorder;
  readonly cooldowns: CooldownKeeper;
  readonly now: () => number;
  /** Told of every reply that was read, after it was recorded. */
  readonly onReply: (request: ExchangeRequest, reply: ProviderReply, envelope: Envelope) => void;
}

/** An error as the record names it; null for a success. */
function describeError(envelope: Envelope): Pick<ErrorRecord, "code" | "description" | "errorId"> | null {
  if (envelope.kind === "success") return null;
  if (envelope.kind === "unreadable")
    return { code: UNREADABLE_REPLY_CODE, description: envelope.reason, errorId: null };
  return {
    code: codeForStorage(envelope.code),
    description: envelope.description,
    errorId: envelope.errorId === null ? null : cutDescription(envelope.errorId, 40),
  };
}

/** A provider that repeats the key in its text must not bring it into the record. */
const withoutKey = (text: string, clientKey: string) => text.replaceAll(clientKey, "[clientKey]");

/**
 * Sends a call upstream, reads the reply, and records it before it is handed back: an error that a program is told of
 * is kept (DESIGN §1). Never rejects.
 */
export function createExchange(parts: ExchangeParts): (request: ExchangeRequest) => Promise<ExchangeResult> {
  const { upstream, recorder, cooldowns, now } = parts;

  const recordError = (
    request: ExchangeRequest,
    timing: { atMs: number; latencyMs: number },
    origin: "upstream" | "transport",
    httpStatus: number,
    error: Pick<ErrorRecord, "code" | "description" | "errorId">,
  ): Promise<void> => {
    const { account, fields } = request;
    const description = cutDescription(withoutKey(error.description, account.clientKey));
    const record: ErrorRecord = {
      id: createEventId(timing.atMs),
      ...timing,
      accountId: request.accountId,
      proxyKeyId: null,
      source: request.source,
      method: request.method,
      taskType: fields.taskType,
      targetHost: fields.targetHost,
      code: error.code,
      description,
      errorId: error.errorId,
      httpStatus,
      origin,
      taskId: fields.taskId,
      callerAddress: request.callerAddress,
    };
    const cooldown =
      origin === "upstream"
        ? cooldowns.noteError({
            code: error.code,
            description,
            atMs: timing.atMs,
            provider: account.provider,
            providerHost: account.providerHost,
            accountId: request.accountId,
          })
        : null;
    return recorder.recordError(record, cooldown);
  };

  return async (request) => {
    const { account, method } = request;
    const startedMs = performance.now();
    const outcome = await upstream.send(account.baseUrl, method, request.headers, request.body);
    const timing = { atMs: now(), latencyMs: Math.round(performance.now() - startedMs) };
    if (outcome.kind === "failed") {
      await recordError(request, timing, "transport", 0, { ...outcome.answer, errorId: null });
      return { reply: toReply(outcome.answer), envelope: null };
    }
    const reply: ProviderReply = {
      origin: "upstream",
      status: outcome.status,
      headers: outcome.headers,
      body: outcome.body,
    };
    const envelope = parseEnvelope(outcome.status, outcome.body);
    const error = describeError(envelope);
    if (error !== null) await recordError(request, timing, "upstream", outcome.status, error);
    else {
      recorder.countSuccess({
        ...timing,
        accountId: request.accountId ?? "",
        proxyKeyId: "",
        source: request.source,
        method,
        origin: "upstream",
      });
    }
    parts.onReply(request, reply, envelope);
    return { reply, envelope };
  };
}
