import { cutDescription } from "@/lib/domain/envelope";
import type { ActiveAccount } from "../accounts/directory";
import { createEventId } from "../event-id";
import type { Guard } from "../guard/guard";
import { isProxyKey } from "../proxy-keys/key-text";
import type { ProxyKeyRecords } from "../proxy-keys/proxy-key-records";
import type { Recorder } from "../recorder/recorder";
import type { ErrorRecord } from "../store/error-events";
import { admit } from "./admission";
import { createCallRate } from "./call-rate";
import type { Caller, CallerDirectory } from "./callers";
import type { Exchange, ExchangeRequest } from "./exchange";
import { withAccountKey } from "./exchange-key";
import { type ClientKeyFinding, findClientKey } from "./find-client-key";
import {
  badMethodName,
  callNotJson,
  callTooLarge,
  clientKeyMissing,
  clientKeyTwice,
  type OwnAnswer,
  toReply,
  unknownKey,
  unknownProxyKey,
} from "./own-answer";
import { isMethodName, type ProviderCall, type ProviderReply } from "./provider-call";
import { type CallFields, NO_FIELDS, readCallBody } from "./read-call-body";
import { keysOf, withoutKeys, withoutKeysInFields } from "./without-keys";

export type HandleCall = (call: ProviderCall) => Promise<ProviderReply>;

export interface HandleCallParts {
  readonly callers: CallerDirectory;
  readonly proxyKeys: Pick<ProxyKeyRecords, "noteUse">;
  readonly guard: Pick<Guard, "check">;
  readonly exchange: Exchange;
  readonly recorder: Recorder;
  readonly now: () => number;
  /** Told at most once a minute that calls of unknown callers are no longer recorded one by one. */
  readonly onStrangersUnrecorded: () => void;
  /** Where a person registers a key. */
  readonly setupUrl: string;
  /** Told of every call of a program that was sent for an account. */
  readonly onAccountCall: (account: ActiveAccount, atMs: number) => void;
}

/** A call that was let in, as the exchange takes it once the guard lets it pass. */
type AdmittedCall = Omit<ExchangeRequest, "ticket"> & { readonly accountId: string };

type Identified =
  | { readonly kind: "admitted"; readonly request: AdmittedCall }
  | {
      readonly kind: "refused";
      readonly answer: OwnAnswer;
      /** Whom the record names; null when nobody is known. */
      readonly caller: Caller | null;
    };

const REFUSALS: Readonly<Record<Exclude<ClientKeyFinding["kind"], "found">, OwnAnswer>> = {
  "not-json": callNotJson,
  "no-client-key": clientKeyMissing,
  "client-key-twice": clientKeyTwice,
};

/** What a caller wrote where a method's name belongs is not kept: it could be anything, of any length. */
const BAD_METHOD = "(invalid)";

const namesOf = (caller: Caller | null) => {
  if (caller === null) return { accountId: null, proxyKeyId: null };
  if (caller.kind === "account-key") return { accountId: caller.account.id, proxyKeyId: null };
  return { accountId: caller.proxyKey.accountId, proxyKeyId: caller.proxyKey.id };
};

/**
 * Calls a minute that belong to no account and are recorded, for the whole installation. What strangers send beyond is
 * answered and left out, so that they cannot fill the record and push out what happened to those who are known.
 */
const MAX_STRANGERS_PER_MINUTE = 600;
const MINUTE_MS = 60_000;

/**
 * Held calls a minute of one program that are recorded one by one. A program that takes no notice of a ban may call
 * hundreds of times a second; beyond this its calls are counted, and no more rows tell the same again.
 */
const MAX_HELD_ROWS_PER_MINUTE = 600;

/** The way of one call (DESIGN §1), the same behind every door. Never rejects. */
export function createHandleCall(parts: HandleCallParts): HandleCall {
  const { callers, guard, exchange, recorder, now } = parts;
  const rate = createCallRate();
  const strangers = createCallRate();
  const heldRows = createCallRate();
  let lastWarnedMs = Number.NEGATIVE_INFINITY;

  const isRecorded = (caller: Caller | null, atMs: number): boolean => {
    if (caller !== null || strangers.take("", MAX_STRANGERS_PER_MINUTE, atMs) === 0) return true;
    if (Math.abs(atMs - lastWarnedMs) >= MINUTE_MS) {
      lastWarnedMs = atMs;
      parts.onStrangersUnrecorded();
    }
    return false;
  };

  /** Nothing of a body but its key is looked at until it is known whose it is, and that they may call. */
  const identify = ({ method, headers, body, callerAddress, source }: ProviderCall): Identified => {
    const refuse = (answer: OwnAnswer, caller: Caller | null = null): Identified => ({
      kind: "refused",
      answer,
      caller,
    });
    if (!isMethodName(method)) return refuse(badMethodName);
    if (body.kind === "too-large") return refuse(callTooLarge);
    const found = findClientKey(body.bytes);
    if (found.kind !== "found") return refuse(REFUSALS[found.kind]);
    const caller = callers.find(found.key);
    if (caller === null) return refuse(isProxyKey(found.key) ? unknownProxyKey : unknownKey(parts.setupUrl));
    const admission = admit(caller, method, rate, now());
    if (admission.kind === "refused") return refuse(admission.answer, caller);
    const fields = readCallBody(body.bytes, found.key);
    if (fields === null) return refuse(callNotJson, caller);
    const { account } = admission;
    const isProxied = caller.kind === "proxy-key";
    const proxyKey = isProxied ? { id: caller.proxyKey.id, text: found.key } : null;
    const keys = keysOf({ account, proxyKey });
    const kept = { keptMethod: withoutKeys(method, keys), fields: withoutKeysInFields(fields, keys) };
    const common = { account, accountId: account.id, method, headers, ...kept, callerAddress };
    return {
      kind: "admitted",
      request: {
        ...common,
        source: source ?? "program",
        proxyKey,
        body: isProxied ? withAccountKey(body.bytes, found, account.clientKey) : body.bytes,
      },
    };
  };

  /** Records an answer made here before it is given (DESIGN §1). */
  const recordAnswer = async (
    answer: OwnAnswer,
    call: Pick<ErrorRecord, "atMs" | "accountId" | "proxyKeyId" | "source" | "method" | "callerAddress" | "latencyMs">,
    fields: CallFields = NO_FIELDS,
  ): Promise<void> => {
    const { code, description, origin } = answer;
    const said = { code, description: cutDescription(description), origin, errorId: "1", httpStatus: 200 };
    await recorder.recordError({ id: createEventId(call.atMs), ...call, ...fields, ...said }, null);
  };

  const answerHere = async (call: ProviderCall, answer: OwnAnswer, caller: Caller | null, startedMs: number) => {
    const atMs = now();
    if (!isRecorded(caller, atMs)) return toReply(answer);
    const { callerAddress } = call;
    const source = call.source ?? "program";
    const method = isMethodName(call.method) ? call.method : BAD_METHOD;
    const latencyMs = Math.round(performance.now() - startedMs);
    await recordAnswer(answer, { atMs, ...namesOf(caller), source, method, callerAddress, latencyMs });
    return toReply(answer);
  };

  const answerHeld = async (request: AdmittedCall, answer: OwnAnswer, startedMs: number): Promise<ProviderReply> => {
    const { accountId, proxyKey, keptMethod: method, source, callerAddress } = request;
    const atMs = now();
    const latencyMs = Math.round(performance.now() - startedMs);
    const proxyKeyId = proxyKey?.id ?? null;
    const call = { atMs, accountId, source, method, latencyMs };
    if (heldRows.take(`${accountId} ${proxyKeyId ?? ""}`, MAX_HELD_ROWS_PER_MINUTE, atMs) === 0) {
      await recordAnswer(answer, { ...call, proxyKeyId, callerAddress }, request.fields);
    } else {
      recorder.countCall({ ...call, proxyKeyId: proxyKeyId ?? "", origin: answer.origin, code: answer.code });
    }
    return toReply(answer);
  };

  return async (call) => {
    const startedMs = performance.now();
    const identified = identify(call);
    if (identified.kind === "refused") return answerHere(call, identified.answer, identified.caller, startedMs);
    const { request } = identified;
    const proxyKeyId = request.proxyKey?.id ?? null;
    if (proxyKeyId !== null) parts.proxyKeys.noteUse(proxyKeyId, now());
    const guarded = { ...request, method: request.keptMethod, proxyKeyId };
    const verdict = guard.check(guarded, now());
    if (verdict.kind === "held") return answerHeld(request, verdict.answer, startedMs);
    // What it waits behind may bring a ban.
    const beforeSend = () => guard.check(guarded, now(), true);
    const exchanged = await exchange({ ...request, ticket: verdict.ticket }, beforeSend);
    if ("heldAnswer" in exchanged) return answerHeld(request, exchanged.heldAnswer, startedMs);
    if (request.source === "program") parts.onAccountCall(request.account, now());
    return exchanged.reply;
  };
}
