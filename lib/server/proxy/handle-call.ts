import { cutDescription } from "@/lib/domain/envelope";
import type { ActiveAccount } from "../accounts/directory";
import { createEventId } from "../event-id";
import { isProxyKey } from "../proxy-keys/key-text";
import type { ProxyKeyRecords } from "../proxy-keys/proxy-key-records";
import type { Recorder } from "../recorder/recorder";
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
import { NO_FIELDS, readCallBody } from "./read-call-body";

export type HandleCall = (call: ProviderCall) => Promise<ProviderReply>;

export interface HandleCallParts {
  readonly callers: CallerDirectory;
  readonly proxyKeys: Pick<ProxyKeyRecords, "noteUse">;
  readonly exchange: Exchange;
  readonly recorder: Recorder;
  readonly now: () => number;
  /** Told at most once a minute that calls of unknown callers are no longer recorded one by one. */
  readonly onStrangersUnrecorded: () => void;
  /** Where a person registers a key. */
  readonly setupUrl: string;
  /** Told of every call that belongs to an account. */
  readonly onAccountCall: (account: ActiveAccount, atMs: number) => void;
}

type Identified =
  | { readonly kind: "admitted"; readonly request: ExchangeRequest & { readonly accountId: string } }
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

/** The way of one call (DESIGN §1), the same behind every door. Never rejects. */
export function createHandleCall(parts: HandleCallParts): HandleCall {
  const { callers, exchange, recorder, now } = parts;
  const rate = createCallRate();
  const strangers = createCallRate();
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
  const identify = ({ method, headers, body, callerAddress }: ProviderCall): Identified => {
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
    const common = { account, accountId: account.id, method, headers, fields, callerAddress };
    const isProxied = caller.kind === "proxy-key";
    return {
      kind: "admitted",
      request: {
        ...common,
        source: "program",
        proxyKey: isProxied ? { id: caller.proxyKey.id, text: found.key } : null,
        body: isProxied ? withAccountKey(body.bytes, found, account.clientKey) : body.bytes,
      },
    };
  };

  const answerHere = async (call: ProviderCall, answer: OwnAnswer, caller: Caller | null, startedMs: number) => {
    const atMs = now();
    if (!isRecorded(caller, atMs)) return toReply(answer);
    await recorder.recordError(
      {
        id: createEventId(atMs),
        atMs,
        ...namesOf(caller),
        source: "program",
        method: isMethodName(call.method) ? call.method : BAD_METHOD,
        ...NO_FIELDS,
        code: answer.code,
        description: cutDescription(answer.description),
        errorId: "1",
        httpStatus: 200,
        latencyMs: Math.round(performance.now() - startedMs),
        origin: answer.origin,
        callerAddress: call.callerAddress,
      },
      null,
    );
    return toReply(answer);
  };

  return async (call) => {
    const startedMs = performance.now();
    const identified = identify(call);
    if (identified.kind === "refused") return answerHere(call, identified.answer, identified.caller, startedMs);
    const { request } = identified;
    const { reply } = await exchange(request);
    parts.onAccountCall(request.account, now());
    if (request.proxyKey !== null) parts.proxyKeys.noteUse(request.proxyKey.id, now());
    return reply;
  };
}
