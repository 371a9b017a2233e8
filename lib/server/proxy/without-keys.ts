import { codeForStorage, cutDescription } from "@/lib/domain/envelope";
import type { ActiveAccount } from "../accounts/directory";
import type { ErrorRecord } from "../store/error-events";
import { literally } from "./exchange-key";
import type { CallFields } from "./read-call-body";

/** What went wrong, in the form in which it is kept: cut to size, well formed, without a key. */
export type KeptError = Pick<ErrorRecord, "code" | "description" | "errorId">;

const MAX_ERROR_ID_CHARS = 40;
const MAX_FIELD_CHARS = 100;
const MAX_HOST_CHARS = 253;

/**
 * A provider that repeats a key in its reply, or a program that mixes up its fields, must not bring it into the record,
 * in whatever case. Before the text is cut: of a key that was cut the rest would stay.
 */
export const withoutKeys = <T extends string | null>(text: T, keys: readonly string[]): T =>
  (text === null
    ? null
    : keys.reduce<string>((rest, key) => rest.replace(new RegExp(literally(key), "gi"), "[clientKey]"), text)) as T;

/** An error as it may be kept. */
export const withoutKeysInError = (error: KeptError, keys: readonly string[]): KeptError => ({
  code: codeForStorage(withoutKeys(error.code, keys)),
  description: cutDescription(withoutKeys(error.description, keys)),
  errorId: error.errorId === null ? null : cutDescription(withoutKeys(error.errorId, keys), MAX_ERROR_ID_CHARS),
});

const cleanedField = (field: string | null, keys: readonly string[], maxChars = MAX_FIELD_CHARS): string | null =>
  field === null ? null : withoutKeys(field, keys).slice(0, maxChars).toWellFormed();

/** What is kept of a call, as it may be kept. */
export const withoutKeysInFields = (
  { taskType, targetHost, taskId }: CallFields,
  keys: readonly string[],
): CallFields => ({
  taskType: cleanedField(taskType, keys),
  targetHost: cleanedField(targetHost, keys, MAX_HOST_CHARS),
  taskId: cleanedField(taskId, keys),
});

/** Neither key of a call is ever recorded: not the account's, and not the one that it was called with. */
export const keysOf = ({
  account,
  proxyKey,
}: {
  readonly account: Pick<ActiveAccount, "clientKey">;
  readonly proxyKey: { readonly text: string } | null;
}): readonly string[] => (proxyKey === null ? [account.clientKey] : [account.clientKey, proxyKey.text]);
