import { z } from "zod";
import { balanceLevel, decimalText, epochMs, providerId } from "./common";

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
  /** Only the sandbox's key, which is no secret. */
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
});
export type Account = z.infer<typeof account>;

export const accountListResponse = z.object({
  serverNowMs: epochMs,
  /** The address for programs to use, where BANWATCH_PUBLIC_URL names one; else the browser's own. */
  publicUrl: z.string().nullable(),
  accounts: z.array(account),
});
export type AccountListResponse = z.infer<typeof accountListResponse>;

export const accountName = z.string().trim().min(1, "must not be empty").max(60, "must have at most 60 characters");

export const clientKey = z
  .string()
  .trim()
  .min(8, "must have at least 8 characters: paste the whole key")
  .max(256, "must have at most 256 characters");

export const baseUrl = z
  .string()
  .trim()
  .max(300)
  .superRefine((text, context) => {
    const message = describeBadBaseUrl(text);
    if (message !== null) context.addIssue({ code: "custom", message });
  })
  .transform((text) => text.replace(/\/+$/, ""));

function describeBadBaseUrl(text: string): string | null {
  if (!URL.canParse(text)) return "must be a URL such as https://api.example.com";
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") return "must begin with https:// or http://";
  if (url.username !== "" || url.password !== "") return "must not hold a user name or password";
  if (url.search !== "" || url.hash !== "") return "must not have a query or a fragment";
  return null;
}

/** What only some providers need of an account; the same whether a person or the provisioning file declares it. */
export function checkProviderNeeds(
  account: { provider: string; baseUrl?: string; clientKey?: string },
  context: z.RefinementCtx,
): void {
  const need = (field: string, message: string) => context.addIssue({ code: "custom", path: [field], message });
  if (account.provider === "custom" && account.baseUrl === undefined)
    need("baseUrl", "is needed for a custom provider");
  if (account.provider !== "sandbox" && account.clientKey === undefined) {
    need("clientKey", "is needed: the account's key at its provider");
  }
}

/** The balance's unit, for a provider that has none of its own. */
export const unit = z.string().trim().min(1).max(20);

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
    saveUnchecked: z.boolean(),
  })
  .partial();
export type UpdateAccountRequest = z.infer<typeof updateAccountRequest>;

export const accountResponse = z.object({ account });
export type AccountResponse = z.infer<typeof accountResponse>;
