import { z } from "zod";
import { count, epochMs } from "./common";

export const cooldown = z.object({
  id: z.string(),
  /** egress: the address the provider sees, for every account there. account: one clientKey. */
  scope: z.enum(["egress", "account"]),
  code: z.string(),
  /** The provider's own words of the last ban reply. */
  description: z.string(),
  provider: z.string(),
  providerName: z.string(),
  providerHost: z.string(),
  /** The account that the ban was reported to; null once it is gone. */
  account: z.string().nullable(),
  accountId: z.string().nullable(),
  startedAtMs: epochMs,
  /** Null for what only a person ends. */
  untilMs: epochMs.nullable(),
  /** Set once it is over, by time or by a person. */
  endedAtMs: epochMs.nullable(),
  lastErrorAtMs: epochMs,
  /** Ban replies seen so far. */
  errors: count,
});
export type Cooldown = z.infer<typeof cooldown>;

/** The running cooldowns, the one that ends last first; those without an end before them. */
export const cooldownListResponse = z.object({ serverNowMs: epochMs, cooldowns: z.array(cooldown) });
export type CooldownListResponse = z.infer<typeof cooldownListResponse>;

export const resumeCooldownRequest = z.object({
  /** Why calls may go on, kept with the cooldown. */
  reason: z.string().trim().min(1, "say why calls may go on").max(500),
});
export const resumeCooldownResponse = z.object({ serverNowMs: epochMs, cooldown });
