import { z } from "zod";
import { balanceLevel, decimalText, epochMs, providerId } from "./common";
import { guardMode } from "./guard";
import { label, plainText } from "./text";

export const account = z.object({
  id: z.string(),
  name: z.string(),
  provider: providerId,
  providerName: z.string(),
  /** Where calls go: the account's own address, or its preset's. Null for the sandbox, which runs inside. */
  baseUrl: z.string().nullable(),
  /** The unit of balance and thresholds. */
  unit: z.string(),
  keyLast4: z.string(),
  /** Only a key of the simulated provider inside, which is no secret; never one that opens something elsewhere. */
  sandboxKey: z.string().nullable(),
  lowBalance: z.string().nullable(),
  criticalBalance: z.string().nullable(),
  balance: z.string().nullable(),
  balanceAtMs: epochMs.nullable(),
  level: balanceLevel,
  /** Declared in the provisioning file, so it is changed there. */
  provisioned: z.boolean(),
  createdAtMs: epochMs,
  archivedAtMs: epochMs.nullable(),
  /** When the first call of a program came through. */
  firstCallAtMs: epochMs.nullable(),
  /** Calls with the account's own key are refused: only keys that Banwatch issued open it. */
  proxyKeysOnly: z.boolean(),
  /** What the guard does for this account; null for what the installation says. */
  guardMode: guardMode.nullable(),
});
export type Account = z.infer<typeof account>;

export const accountListResponse = z.object({
  serverNowMs: epochMs,
  /** The address for programs to use, where BANWATCH_PUBLIC_URL names one; else the browser's own. */
  publicUrl: z.string().nullable(),
  accounts: z.array(account),
});
export type AccountListResponse = z.infer<typeof accountListResponse>;

export const accountName = label;

export const clientKey = plainText
  .min(8, "must have at least 8 characters: paste the whole key")
  .max(256, "must have at most 256 characters");

/** Kept in one spelling, origin and path without a slash at the end, so that equal addresses are equal texts. */
export const baseUrl = z
  .string()
  .trim()
  .max(300)
  .superRefine((text, context) => {
    const message = describeBadBaseUrl(text);
    if (message !== null) context.addIssue({ code: "custom", message });
  })
  .transform((text) => {
    const { origin, pathname } = new URL(text);
    return `${origin}${pathname}`.replace(/\/+$/, "");
  });

function describeBadBaseUrl(text: string): string | null {
  if (!URL.canParse(text)) return "must be a URL such as https://api.example.com";
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") return "must begin with https:// or http://";
  if (url.username !== "" || url.password !== "") return "must not hold a user name or password";
  if (url.search !== "" || url.hash !== "") return "must not have a query or a fragment";
  return null;
}

/** The simulated provider opens an account for any key that begins so; no provider's real key does. */
export const SANDBOX_KEY_PREFIX = "sandbox-";

/**
 * What does not fit the provider, the same for a new account, a change and the provisioning file.
 *
 * @param settings what was given; null where there is none, undefined where it stays as it is
 * @returns a message per field, to be read after the field's name
 */
export function listMisfits(
  provider: string,
  settings: { readonly baseUrl?: string | null | undefined; readonly clientKey?: string | null | undefined },
): { field: "baseUrl" | "clientKey"; message: string }[] {
  const misfits: ReturnType<typeof listMisfits> = [];
  const { baseUrl: address, clientKey: key } = settings;
  if (provider === "custom" && address === null) {
    misfits.push({ field: "baseUrl", message: "is needed for a custom provider" });
  }
  if (provider !== "sandbox" && key === null) {
    misfits.push({ field: "clientKey", message: "is needed: the account's key at its provider" });
  }
  if (provider === "sandbox" && typeof address === "string") {
    const message = 'is not for the sandbox, which runs inside Banwatch: a provider of your own is a "custom" one';
    misfits.push({ field: "baseUrl", message });
  }
  if (provider === "sandbox" && typeof key === "string" && !key.startsWith(SANDBOX_KEY_PREFIX)) {
    const message = `must begin with "${SANDBOX_KEY_PREFIX}" for the sandbox: a provider's own key opens nothing there`;
    misfits.push({ field: "clientKey", message });
  }
  return misfits;
}

/** {@link listMisfits} of an account that is declared as a whole. */
export function checkProviderNeeds(
  account: { provider: string; baseUrl?: string; clientKey?: string },
  context: z.RefinementCtx,
): void {
  const settings = { baseUrl: account.baseUrl ?? null, clientKey: account.clientKey ?? null };
  for (const { field, message } of listMisfits(account.provider, settings)) {
    context.addIssue({ code: "custom", path: [field], message });
  }
}

/** The balance's unit, for a provider that has none of its own. */
export const unit = plainText.min(1).max(20);

export const createAccountRequest = z
  .object({
    name: accountName,
    provider: providerId,
    /** Needed for `custom`; replaces the preset's otherwise. */
    baseUrl: baseUrl.optional(),
    /** Needed for everything but the sandbox, which makes its own. */
    clientKey: clientKey.optional(),
    lowBalance: decimalText.nullish(),
    criticalBalance: decimalText.nullish(),
    unit: unit.optional(),
    /** Saves although the key could not be checked (a running ban, a provider that is down). */
    saveUnchecked: z.boolean().default(false),
  })
  .superRefine(checkProviderNeeds);
export type CreateAccountRequest = z.infer<typeof createAccountRequest>;

export const updateAccountRequest = z
  .object({
    name: accountName,
    baseUrl: baseUrl.nullable(),
    /** Replaces the key. It is checked as a new one is. */
    clientKey,
    lowBalance: decimalText.nullable(),
    criticalBalance: decimalText.nullable(),
    unit: unit.nullable(),
    archived: z.boolean(),
    proxyKeysOnly: z.boolean(),
    guardMode: guardMode.nullable(),
    saveUnchecked: z.boolean(),
  })
  .partial();
export type UpdateAccountRequest = z.infer<typeof updateAccountRequest>;

export const accountResponse = z.object({ account });
