import { z } from "zod";
import { count, decimalText, epochMs } from "@/lib/contracts/common";
import { BEFORE_MS, windowBegin } from "@/lib/domain/ban-report/before-window";
import { explainBan } from "@/lib/domain/ban-report/explain-ban";
import { averageTaskPrice } from "@/lib/domain/ban-report/task-price";
import type { BanReportStore, ErrorScope } from "../store/ban-report";
import type { CooldownRecord } from "../store/cooldowns";

/** What a task cost is told from the day before: long enough for a few readings, short enough to be today's price. */
const PRICE_WINDOW_MS = 24 * 60 * 60_000;
const MAX_PROGRAMS = 50;
const MAX_PRICES = 200;

const named = z.object({ name: z.string(), errors: count });
const program = z.object({ accountId: z.string().nullable(), proxyKeyId: z.string().nullable(), errors: count });
const leader = program.nullable();
const within = z.enum(["last-minute", "window"]);

const cause = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("empty-balance"), errors: count, ofErrors: count, within, leader }),
  z.object({ kind: z.literal("one-code"), code: z.string(), errors: count, ofErrors: count, within, leader }),
  z.object({ kind: z.literal("mixed"), ofErrors: count, codes: count, within, leader }),
  z.object({ kind: z.literal("none") }),
]);

/** What led to a cooldown as it is kept with it: errors are deleted long before cooldowns are. Ids, since names change. */
export const banEvidence = z.object({
  /** Where the time that was looked at begins; it ends with the cooldown's start. */
  fromMs: epochMs,
  errors: count,
  byCode: z.array(named),
  byProgram: z.array(program),
  byTaskType: z.array(named),
  byTargetHost: z.array(named),
  firstId: z.string().nullable(),
  lastId: z.string().nullable(),
  cause,
  /** What a task cost at the time, of the accounts in the scope where it could be told. */
  prices: z.array(z.object({ accountId: z.string(), pricePerTask: decimalText })),
});
export type BanEvidence = z.infer<typeof banEvidence>;

/** @returns null for what was never written, or is damaged: it is counted again then */
export function readEvidence(json: string | null): BanEvidence | null {
  if (json === null) return null;
  try {
    return banEvidence.safeParse(JSON.parse(json)).data ?? null;
  } catch {
    return null;
  }
}

function sumBy<T extends { readonly errors: number }>(items: readonly T[], nameOf: (item: T) => string): T[] {
  const sums = new Map<string, T>();
  for (const item of items) {
    const before = sums.get(nameOf(item));
    sums.set(nameOf(item), { ...item, errors: item.errors + (before?.errors ?? 0) });
  }
  return [...sums]
    .sort(([a, x], [b, y]) => y.errors - x.errors || (a < b ? -1 : 1))
    .slice(0, MAX_PROGRAMS)
    .map(([, item]) => item);
}

/** What a task of this account cost on average in the day before `atMs`; null when it cannot be told. */
export async function findTaskPrice(store: BanReportStore, accountId: string, atMs: number): Promise<string | null> {
  const fromMs = atMs - PRICE_WINDOW_MS;
  const readings = await store.listReadings(accountId, fromMs, atMs);
  if (readings.length < 2) return null;
  return averageTaskPrice(readings, await store.listCreatedTasks(accountId, fromMs, atMs));
}

/**
 * Counts what led to a cooldown, from the rows that are there now.
 *
 * @param accountIds those that call the provider's address, for a cooldown of the address; of them up to 200 are priced
 */
export async function countEvidence(
  store: BanReportStore,
  record: CooldownRecord,
  accountIds: readonly string[],
): Promise<BanEvidence> {
  const { startedAtMs: atMs, code, scopeKey } = record;
  const scope: ErrorScope =
    record.scope === "account" ? { kind: "account", accountId: scopeKey } : { kind: "egress", accountIds };
  const fromMs = windowBegin(atMs, await store.findPreviousEnd(record, BEFORE_MS));
  // A rehearsal has its errors made, and what programs do meanwhile is another story; nor is a real ban its doing.
  const counted = await store.countErrors({ scope, fromMs, toMs: atMs, ofDrill: record.isDrill });
  const prices: BanEvidence["prices"] = [];
  for (const accountId of (record.scope === "account" ? [scopeKey] : accountIds).slice(0, MAX_PRICES)) {
    const pricePerTask = await findTaskPrice(store, accountId, atMs);
    if (pricePerTask !== null) prices.push({ accountId, pricePerTask });
  }
  const { groups, lastMinute, byTaskType, byTargetHost, firstId, lastId } = counted;
  return {
    fromMs,
    errors: groups.reduce((sum, { errors }) => sum + errors, 0),
    byCode: sumBy(
      groups.map(({ code: name, errors }) => ({ name, errors })),
      ({ name }) => name,
    ),
    byProgram: sumBy(
      groups.map(({ accountId, proxyKeyId, errors }) => ({ accountId, proxyKeyId, errors })),
      ({ accountId, proxyKeyId }) => JSON.stringify([accountId, proxyKeyId]),
    ),
    byTaskType: [...byTaskType],
    byTargetHost: [...byTargetHost],
    firstId,
    lastId,
    cause: explainBan({ window: groups, lastMinute }, code),
    prices,
  };
}
