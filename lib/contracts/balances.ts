import { z } from "zod";
import { balanceLevel, count, epochMs, period } from "./common";

export const balancesQuery = z.object({ period: period.default("24h") });
export type BalancesQuery = z.infer<typeof balancesQuery>;

/** A sum of known balances. Only what means the same adds up: dollars everywhere, points at one provider. */
export const balanceTotal = z.object({
  unit: z.string(),
  /** Null for a unit that means the same at every provider. */
  providerName: z.string().nullable(),
  balance: z.string(),
  /** How many accounts it is the sum of. */
  accounts: count,
});

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
  totals: z.array(balanceTotal),
  accounts: z.array(accountBalance),
});
export type BalancesResponse = z.infer<typeof balancesResponse>;
