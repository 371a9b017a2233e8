import { z } from "zod";
import { accountName, baseUrl, checkProviderNeeds, clientKey, unit } from "./accounts";
import { decimalText, providerId } from "./common";
import { guardMode } from "./guard";
import {
  provisionedChannel,
  provisionedHeartbeat,
  provisionedMaintenance,
  provisionedMessages,
  provisionedRule,
} from "./provisioned-alerts";
import { provisionedProxyKey } from "./proxy-keys";
import { provisionedApiToken } from "./tokens";

const provisionedAccount = z
  .strictObject({
    name: accountName,
    provider: providerId,
    baseUrl: baseUrl.optional(),
    clientKey: clientKey.optional(),
    lowBalance: decimalText.optional(),
    criticalBalance: decimalText.optional(),
    unit: unit.optional(),
    proxyKeysOnly: z.boolean().optional(),
    guard: guardMode.optional(),
  })
  .superRefine(checkProviderNeeds);
export type ProvisionedAccount = z.infer<typeof provisionedAccount>;

/** Complains about the second of two entries that have the same name. */
function refuseTwice<T>(
  context: z.RefinementCtx,
  [list, field]: readonly [string, string],
  entries: readonly T[],
  nameOf: (entry: T) => string,
): void {
  const seen = new Set<string>();
  entries.forEach((entry, index) => {
    const name = nameOf(entry);
    if (seen.has(name)) {
      context.addIssue({ code: "custom", path: [list, index, field], message: `"${name}" is declared twice` });
    }
    seen.add(name);
  });
}

/** The provisioning file, after `${ENV}` was expanded. */
export const provisioningFile = z
  .strictObject({
    /** For accounts that say nothing else. */
    guard: guardMode.optional(),
    shedding: z.boolean({ error: "must be true or false" }).optional(),
    accounts: z.array(provisionedAccount).default([]),
    proxyKeys: z.array(provisionedProxyKey).default([]),
    apiTokens: z.array(provisionedApiToken).default([]),
    channels: z.array(provisionedChannel).max(50).default([]),
    rules: z.array(provisionedRule).max(200).default([]),
    maintenance: z.array(provisionedMaintenance).max(200).default([]),
    heartbeat: provisionedHeartbeat.optional(),
    messages: provisionedMessages.optional(),
  })
  .superRefine(({ accounts, proxyKeys, apiTokens, channels, rules, maintenance }, context) => {
    refuseTwice(context, ["accounts", "name"], accounts, ({ name }) => name);
    refuseTwice(context, ["proxyKeys", "label"], proxyKeys, ({ label }) => label);
    refuseTwice(context, ["apiTokens", "name"], apiTokens, ({ name }) => name);
    refuseTwice(context, ["channels", "name"], channels, ({ name }) => name);
    refuseTwice(context, ["rules", "name"], rules, ({ name }) => name);
    refuseTwice(context, ["maintenance", "name"], maintenance, ({ name }) => name);
  });
export type ProvisioningFile = z.infer<typeof provisioningFile>;
