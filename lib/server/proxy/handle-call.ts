import type { AccountDirectory, ActiveAccount } from "../accounts/directory";
import type { Recorder } from "../recorder/recorder";
import { createEventId } from "./event-id";
import type { Exchange } from "./exchange";
import {
  badMethodName,
  callNotJson,
  callTooLarge,
  clientKeyMissing,
  clientKeyTwice,
  type OwnAnswer,
  toReply,
  unknownKey,
} from "./own-answer";
import { isMethodName, type ProviderCall, type ProviderReply } from "./provider-call";
import { type CallBodyReading, type CallFields, readCallBody } from "./read-call-body";

export type HandleCall = (call: ProviderCall) => Promise<ProviderReply>;

export interface HandleCallParts {
  readonly accounts: AccountDirectory;
  readonly exchange: Exchange;
  readonly recorder: Recorder;
  readonly now: () => number;
  /** Where a person registers a key. */
  readonly setupUrl: string;
  /** Told of every call that belongs to an account. */
  readonly onAccountCall: (account: ActiveAccount, atMs: number) => void;
}

type Identified =
  | {
      readonly kind: "account";
      readonly account: ActiveAccount;
      readonly fields: CallFields;
      readonly bytes: Uint8Array;
    }
  | { readonly kind: "refused"; readonly answer: OwnAnswer; readonly fields: CallFields | null };

const REFUSALS: Readonly<Record<Exclude<CallBodyReading["kind"], "fields">, OwnAnswer>> = {
  "not-json": callNotJson,
  "no-client-key": clientKeyMissing,
  "client-key-twice": clientKeyTwice,
};

const NO_FIELDS = { taskType: null, targetHost: null, taskId: null };

/** What a caller wrote where a method's name belongs is not kept: it could be anything, of any length. */
const BAD_METHOD = "(invalid)";

/** The way of one call (DESIGN §1), the same behind every door. Never rejects. */
export function createHandleCall(parts: HandleCallParts): HandleCall {
  const { accounts, exchange, recorder, now } = parts;

  const identify = ({ method, body }: ProviderCall): Identified => {
    const refuse = (answer: OwnAnswer, fields: CallFields | null = null): Identified => ({
      kind: "refused",
      answer,
      fields,
    });
    if (!isMethodName(method)) return refuse(badMethodName);
    if (body.kind === "too-large") return refuse(callTooLarge);
    const reading = readCallBody(body.bytes);
    if (reading.kind !== "fields") return refuse(REFUSALS[reading.kind]);
    const account = accounts.findByKey(reading.fields.clientKey);
    if (account === null) return refuse(unknownKey(parts.setupUrl), reading.fields);
    return { kind: "account", account, fields: reading.fields, bytes: body.bytes };
  };

  const answerHere = async (call: ProviderCall, answer: OwnAnswer, fields: CallFields | null, startedMs: number) => {
    const atMs = now();
    const { taskType, targetHost, taskId } = fields ?? NO_FIELDS;
    await recorder.recordError(
      {
        id: createEventId(atMs),
        atMs,
        accountId: null,
        proxyKeyId: null,
        source: "program",
        method: isMethodName(call.method) ? call.method : BAD_METHOD,
        taskType,
        targetHost,
        code: answer.code,
        description: answer.description,
        errorId: "1",
        httpStatus: 200,
        latencyMs: Math.round(performance.now() - startedMs),
        origin: answer.origin,
        taskId,
        callerAddress: call.callerAddress,
      },
      null,
    );
    return toReply(answer);
  };

  return async (call) => {
    const startedMs = performance.now();
    const identified = identify(call);
    if (identified.kind === "refused") return answerHere(call, identified.answer, identified.fields, startedMs);
    const { account, fields, bytes } = identified;
    const { reply } = await exchange({
      account,
      accountId: account.id,
      method: call.method,
      headers: call.headers,
      body: bytes,
      fields,
      source: "program",
      callerAddress: call.callerAddress,
    });
    parts.onAccountCall(account, now());
    return reply;
  };
}
