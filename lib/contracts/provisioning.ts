import { z } from "zod";
import { accountName, baseUrl, clientKey } from "./accounts";
import { decimalText, providerId } from "./common";

const provisionedAccount = z
  .strictObject({
    name: accountName,
    provider: providerId,
    baseUrl: baseUrl.optional(),
    clientKey: clientKey.optional(),
    lowBalance: decimalText.optional(),
    criticalBalance: decimalText.optional(),
    unit: z.string().trim().min(1).max(20).optional(),
  })
  .superRefine((account, context) => {
    if (account.provider === "custom" && account.baseUrl === undefined) {
      context.addIssue({ code: "custom", path: ["baseUrl"], message: "is needed for a custom provider" });
    }
    if (account.provider !== "sandbox" && account.clientKey === undefined) {
      context.addIssue({ code: "custom", path: ["clientKey"], message: "is needed" });
    }
  });
export type ProvisionedAccount = z.infer<typeof provisionedAccount>;

/** The provisioning file, after `${ENV}` was expanded. */
export const provisioningFile = z
  .strictObject({ accounts: z.array(provisionedAccount).default([]) })
  .superRefine((file, context) => {
    const seen = new Set<string>();
    file.accounts.forEach((account, index) => {
      if (seen.has(account.name)) {
        context.addIssue({
          code: "custom",
          path: ["accounts", index, "name"],
          message: `"${account.name}" is declared twice`,
        });
      }
      seen.add(account.name);
    });
  });
export type ProvisioningFile = z.infer<typeof provisioningFile>;
