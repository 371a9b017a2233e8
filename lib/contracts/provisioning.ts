import { z } from "zod";
import { accountName, baseUrl, checkProviderNeeds, clientKey, unit } from "./accounts";
import { decimalText, providerId } from "./common";

const provisionedAccount = z
  .strictObject({
    name: accountName,
    provider: providerId,
    baseUrl: baseUrl.optional(),
    clientKey: clientKey.optional(),
    lowBalance: decimalText.optional(),
    criticalBalance: decimalText.optional(),
    unit: unit.optional(),
  })
  .superRefine(checkProviderNeeds);
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
