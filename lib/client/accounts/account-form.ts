import type { z } from "zod";
import {
  type Account,
  accountName,
  baseUrl,
  clientKey,
  type createAccountRequest,
  type UpdateAccountRequest,
  updateAccountRequest,
} from "@/lib/contracts/accounts";
import { decimalText } from "@/lib/contracts/common";
import { compareDecimal } from "@/lib/domain/balance";
import type { GuardMode } from "@/lib/domain/guard-mode";
import { getPreset, type ProviderId } from "@/lib/domain/provider-presets";
import { type FieldProblems as ProblemsOf, toProblems } from "../form/field-problem";

/** What a person typed, as typed; an empty text is "not set". */
export interface AccountDraft {
  readonly provider: ProviderId;
  readonly name: string;
  readonly clientKey: string;
  readonly baseUrl: string;
  readonly unit: string;
  readonly lowBalance: string;
  readonly criticalBalance: string;
  readonly proxyKeysOnly: boolean;
  /** Null where the account has none of its own. */
  readonly guardMode: GuardMode | null;
}

/** The fields that can be wrong. */
export type AccountField = Exclude<keyof AccountDraft, "provider" | "proxyKeysOnly" | "guardMode">;

/** What can be wrong with a field; each has its words in the message file `accounts`, under `rule`. */
export type FieldRule =
  | "nameEmpty"
  | "nameLong"
  | "nameTaken"
  | "keyEmpty"
  | "keyShort"
  | "keyLong"
  | "keyTaken"
  | "urlEmpty"
  | "urlBad"
  | "unitLong"
  | "notDecimal"
  | "aboveLow";

export type FieldProblems = ProblemsOf<AccountField, FieldRule>;

/** An empty form for a provider. */
export const emptyDraft = (provider: ProviderId, name: string): AccountDraft => ({
  provider,
  name,
  clientKey: "",
  baseUrl: "",
  unit: "",
  lowBalance: "",
  criticalBalance: "",
  proxyKeysOnly: false,
  guardMode: null,
});

/** The form that edits an account. Address and unit stay empty while they are the preset's; the key always is. */
export function toDraft(account: Account): AccountDraft {
  const preset = getPreset(account.provider);
  return {
    provider: account.provider,
    name: account.name,
    clientKey: "",
    baseUrl: account.baseUrl === null || account.baseUrl === preset.baseUrl ? "" : account.baseUrl,
    unit: account.unit === defaultUnit(account.provider) ? "" : account.unit,
    lowBalance: account.lowBalance ?? "",
    criticalBalance: account.criticalBalance ?? "",
    proxyKeysOnly: account.proxyKeysOnly,
    guardMode: account.guardMode,
  };
}

/** The unit of an account that names none of its own; the server falls back to the same word. */
export const defaultUnit = (provider: ProviderId): string => getPreset(provider).unit ?? "units";

/**
 * What is wrong with a form, by the rules of the API's contract and one more: critical is never above low.
 *
 * @param needsKey false when the key is not part of the form
 */
export function checkDraft(draft: AccountDraft, needsKey: boolean): FieldProblems {
  return toProblems<AccountField, FieldRule>({
    name: checkName(draft.name),
    clientKey: needsKey && draft.provider !== "sandbox" ? checkKey(draft.clientKey) : null,
    baseUrl: checkBaseUrl(draft.baseUrl, draft.provider === "custom"),
    unit: updateAccountRequest.shape.unit.safeParse(orNull(draft.unit)).success ? null : "unitLong",
    lowBalance: checkThreshold(draft.lowBalance),
    criticalBalance: checkThreshold(draft.criticalBalance) ?? checkOrder(draft),
  });
}

/** The request that creates the account of a form without problems. */
export function toCreateRequest(draft: AccountDraft, saveUnchecked: boolean): z.input<typeof createAccountRequest> {
  return {
    name: draft.name.trim(),
    provider: draft.provider,
    clientKey: orUndefined(draft.clientKey),
    baseUrl: orUndefined(draft.baseUrl),
    unit: orUndefined(draft.unit),
    lowBalance: orUndefined(draft.lowBalance),
    criticalBalance: orUndefined(draft.criticalBalance),
    saveUnchecked,
  };
}

/** Whether the key would go to another server than now: then the API wants it again, from somebody who knows it. */
export function needsKeyAgain(account: Account, draft: AccountDraft): boolean {
  const address = orNull(draft.baseUrl) ?? getPreset(account.provider).baseUrl;
  if (account.baseUrl === null || address === null || !URL.canParse(address)) return false;
  return new URL(address).origin !== new URL(account.baseUrl).origin;
}

/**
 * Only what differs from the account, so that an untouched address is not checked again. The key goes along where the
 * address needs it, and nowhere else.
 */
export function toChanges(account: Account, draft: AccountDraft): UpdateAccountRequest {
  const before = toDraft(account);
  const changes: UpdateAccountRequest = {};
  if (draft.name.trim() !== before.name) changes.name = draft.name.trim();
  for (const field of ["baseUrl", "unit", "lowBalance", "criticalBalance"] as const) {
    if (draft[field].trim() !== before[field]) changes[field] = orNull(draft[field]);
  }
  if (draft.proxyKeysOnly !== before.proxyKeysOnly) changes.proxyKeysOnly = draft.proxyKeysOnly;
  if (draft.guardMode !== before.guardMode) changes.guardMode = draft.guardMode;
  if (needsKeyAgain(account, draft)) changes.clientKey = draft.clientKey.trim();
  return changes;
}

/** `wanted`, or `wanted 2`, `wanted 3` … where an account already has that name. Archived accounts keep theirs. */
export function freeName(wanted: string, accounts: readonly Pick<Account, "name">[]): string {
  const taken = new Set(accounts.map(({ name }) => name));
  if (!taken.has(wanted)) return wanted;
  let number = 2;
  while (taken.has(`${wanted} ${number}`)) number += 1;
  return `${wanted} ${number}`;
}

function checkName(text: string): FieldRule | null {
  if (text.trim() === "") return "nameEmpty";
  return accountName.safeParse(text).success ? null : "nameLong";
}

/** The problem of a key that was typed; the provider decides the rest. */
export function checkKey(text: string): FieldRule | null {
  if (text.trim() === "") return "keyEmpty";
  if (clientKey.safeParse(text).success) return null;
  return text.trim().length < 8 ? "keyShort" : "keyLong";
}

function checkBaseUrl(text: string, isNeeded: boolean): FieldRule | null {
  if (text.trim() === "") return isNeeded ? "urlEmpty" : null;
  return baseUrl.safeParse(text).success ? null : "urlBad";
}

function checkThreshold(text: string): FieldRule | null {
  return text.trim() === "" || decimalText.safeParse(text).success ? null : "notDecimal";
}

function checkOrder({ lowBalance, criticalBalance }: AccountDraft): FieldRule | null {
  const low = decimalText.safeParse(lowBalance);
  const critical = decimalText.safeParse(criticalBalance);
  if (!low.success || !critical.success) return null;
  return compareDecimal(critical.data, low.data) > 0 ? "aboveLow" : null;
}

const orNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());
const orUndefined = (text: string): string | undefined => orNull(text) ?? undefined;
