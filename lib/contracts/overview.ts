import { z } from "zod";
import { balanceTotal } from "./balances";
import { count, epochMs, period } from "./common";

export const overviewQuery = z.object({ period: period.default("24h") });
export type OverviewQuery = z.infer<typeof overviewQuery>;

const totals = z.object({
  /** Calls that the provider answered. */
  calls: count,
  /** Those of them that were errors. */
  errors: count,
  /** errors / calls, null without calls. */
  errorRate: z.number().min(0).max(1).nullable(),
  /** Calls answered by Banwatch, by how. Never part of calls and errors. */
  answeredHere: z.object({ held: count, local: count, transport: count }),
});

export const overviewResponse = z.object({
  serverNowMs: epochMs,
  fromMs: epochMs,
  toMs: epochMs,
  current: totals,
  /** The same length of time just before. */
  previous: totals,
  /** Running cooldowns. */
  bannedNow: count,
  /** Accounts that are not archived. */
  accounts: count,
  balances: z.array(balanceTotal),
});
export type OverviewResponse = z.infer<typeof overviewResponse>;
