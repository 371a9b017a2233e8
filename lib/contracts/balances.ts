import { z } from "zod";
import { balanceLevel, count, epochMs, period } from "./common";

export const balancesQuery = z.object({ period: period.default("24h") });
export type BalancesQuery = z.infer<typeof balancesQuery>;

/** One account's balance now and over the period. */
export const accountBalance = z.object({
  accountId: z.string(),
  account: z.string(),
  providerName: z.string(),
  unit: z.string(),
  balance: z.string().nullable(),
  atMs: epochMs.nullable(),
  level: balanceLevel,
  lowBalance: z.string().nullable(),
  criticalBalance: z.string().nullable(),
  /** Why the last look-up brought none, in the provider's code; null when it did. */
  lookUpFailure: z.object({ code: z.string(), description: z.string(), atMs: epochMs }).nullable(),
  /** Oldest first, at most 120 of the period. */
  samples: z.array(z.object({ atMs: epochMs, balance: z.string() })),
});
export type AccountBalance = z.infer<typeof accountBalance>;

export const balancesResponse = z.object({
  serverNowMs: epochMs,
  fromMs: epochMs,
  toMs: epochMs,
  /** Sums of the known balances, one per unit: points and dollars never add up. */
  totals: z.array(z.object({ unit: z.string(), balance: z.string(), accounts: count })),
  accounts: z.array(accountBalance),
});
export type BalancesResponse = z.infer<typeof balancesResponse>;
