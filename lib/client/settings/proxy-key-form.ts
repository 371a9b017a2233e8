import type { CreateProxyKeyRequest } from "@/lib/contracts/proxy-keys";
import { createProxyKeyRequest } from "@/lib/contracts/proxy-keys";
import { toProblems } from "../form/field-problem";
import type { Expiry } from "./expiry";
import { checkLabel, type FieldProblems, type FieldRule } from "./field-rule";

/** The methods of the protocol that a key can be limited to. */
export const KEY_METHODS = ["createTask", "getTaskResult", "getBalance", "getSoftID"] as const;
export type KeyMethod = (typeof KEY_METHODS)[number];

/** What a key may call at first, once it is said which kind of limit it has: "some" begins with none, so that each is chosen. */
export const firstMethods = (which: "all" | "some"): readonly KeyMethod[] | null => (which === "all" ? null : []);

/** What a person chose and typed, as typed; an empty text is "not set". */
export interface ProxyKeyDraft {
  readonly accountId: string;
  readonly label: string;
  /** Empty for a program's. */
  readonly personId: string;
  /** Null allows all. */
  readonly methods: readonly KeyMethod[] | null;
  readonly callsPerMinute: string;
  readonly expiry: Expiry;
}

export function checkProxyKeyDraft(draft: ProxyKeyDraft): FieldProblems<keyof ProxyKeyDraft> {
  return toProblems({
    accountId: draft.accountId === "" ? "accountEmpty" : null,
    label: checkLabel(draft.label),
    methods: draft.methods?.length === 0 ? "methodsEmpty" : null,
    callsPerMinute: checkLimit(draft.callsPerMinute),
  });
}

/** The request that issues the key of a draft without problems. @param expiresAtMs see `toExpiresAtMs` */
export function toCreateProxyKeyRequest(draft: ProxyKeyDraft, expiresAtMs: number | undefined): CreateProxyKeyRequest {
  return {
    accountId: draft.accountId,
    label: draft.label.trim(),
    personId: draft.personId === "" ? undefined : draft.personId,
    methods: draft.methods === null ? undefined : KEY_METHODS.filter((method) => draft.methods?.includes(method)),
    callsPerMinute: draft.callsPerMinute.trim() === "" ? undefined : Number(draft.callsPerMinute),
    expiresAtMs,
  };
}

function checkLimit(text: string): FieldRule | null {
  if (text.trim() === "") return null;
  // Number() also reads what nobody means by a number of calls, such as 0x10 or 1e3.
  const isRight =
    /^\d+$/.test(text.trim()) && createProxyKeyRequest.shape.callsPerMinute.safeParse(Number(text)).success;
  return isRight ? null : "limitBad";
}
