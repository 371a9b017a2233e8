import type { ErrorGroup } from "@/lib/domain/ban-report/explain-ban";
import type { BalanceReading, MinuteTasks } from "@/lib/domain/ban-report/task-price";
import type { CooldownRecord, ProbeRecord } from "./cooldowns";
import type { ErrorRecord } from "./error-events";
import { toNullableMs } from "./nullable-ms";
import type { Database } from "./sqlite/database";
import { type BreakdownRow, readErrorBreakdown } from "./sqlite/error-breakdown";

/** Whose errors count: one account's, or those of every account at a provider's address and of no account. */
export type ErrorScope =
  | { readonly kind: "account"; readonly accountId: string }
  | { readonly kind: "egress"; readonly accountIds: readonly string[] };

export interface NamedCount {
  readonly name: string;
  readonly errors: number;
}

export interface ErrorCountQuery {
  readonly scope: ErrorScope;
  readonly fromMs: number;
  readonly toMs: number;
  /** Whether only the errors of rehearsals count, or none of them. */
  readonly ofDrill: boolean;
}

/** The provider's errors of a stretch of time, the ban reply included. */
export interface CountedErrors {
  /** By code and program. */
  readonly groups: readonly ErrorGroup[];
  /** Those that are less than a minute older than the newest. */
  readonly lastMinute: readonly ErrorGroup[];
  /** The most frequent first, at most fifty. The empty name stands for "none given". */
  readonly byTaskType: readonly NamedCount[];
  readonly byTargetHost: readonly NamedCount[];
  readonly firstId: string | null;
  readonly lastId: string | null;
}

export interface BanReportStore {
  /**
   * Counts the provider's errors (origin `upstream`) of a scope in [fromMs, toMs]. At most the 50,000 newest rows of the
   * account, or of everybody, are looked at: a longer storm is told by its end.
   */
  countErrors(query: ErrorCountQuery): Promise<CountedErrors>;
  /** When the cooldown of the same scope before this one ended; null when none did within `withinMs` before it. */
  findPreviousEnd(record: CooldownRecord, withinMs: number): Promise<number | null>;
  /** The first three and the newest of a cooldown's probes, at most `limit` together and the oldest first, of so many. */
  listProbes(cooldownId: string, limit: number): Promise<{ probes: ProbeRecord[]; total: number }>;
  /** Null for one that is too old to be kept. */
  findError(id: string): Promise<ErrorRecord | null>;
  /** The newest 2,000 readings of [fromMs, toMs), the oldest first. */
  listReadings(accountId: string, fromMs: number, toMs: number): Promise<BalanceReading[]>;
  /** Tasks that the provider took in [fromMs, toMs), minute by minute. */
  listCreatedTasks(accountId: string, fromMs: number, toMs: number): Promise<MinuteTasks[]>;
}

const MAX_ROWS = 50_000;
const MAX_READINGS = 2_000;
const MINUTE_SECONDS = 60;
/** Shown on top of a list that leaves some out. */
const FIRST_PROBES = 3;

const ofKind = (rows: readonly BreakdownRow[], kind: BreakdownRow["kind"]): NamedCount[] =>
  rows.filter((row) => row.kind === kind).map(({ name, errors }) => ({ name, errors: Number(errors) }));

const groupsOf = (rows: readonly BreakdownRow[], kind: "program" | "lastMinute"): ErrorGroup[] =>
  rows
    .filter((row) => row.kind === kind)
    .map(({ name: code, accountId, proxyKeyId, errors }) => ({ code, accountId, proxyKeyId, errors: Number(errors) }));

export function createBanReportStore({ reader }: Pick<Database, "reader">): BanReportStore {
  return {
    countErrors: async ({ scope, ...query }) => {
      const rows = await readErrorBreakdown(reader, {
        ...query,
        maxRows: MAX_ROWS,
        accountIds: scope.kind === "account" ? [scope.accountId] : scope.accountIds,
        onlyAccountId: scope.kind === "account" ? scope.accountId : null,
      });
      return {
        groups: groupsOf(rows, "program"),
        lastMinute: groupsOf(rows, "lastMinute"),
        byTaskType: ofKind(rows, "taskType"),
        byTargetHost: ofKind(rows, "targetHost"),
        firstId: ofKind(rows, "first")[0]?.name ?? null,
        lastId: ofKind(rows, "last")[0]?.name ?? null,
      };
    },
    findError: async (id) => {
      const row = await reader.errorEvent.findUnique({ where: { id } });
      if (row === null) return null;
      const { atMs, source, origin, ...rest } = row;
      return {
        ...rest,
        atMs: Number(atMs),
        source: source as ErrorRecord["source"],
        origin: origin as ErrorRecord["origin"],
      };
    },
    findPreviousEnd: async ({ id, scope, scopeKey, startedAtMs }, withinMs) => {
      const { _max } = await reader.cooldown.aggregate({
        where: {
          scope,
          scopeKey,
          id: { not: id },
          startedAtMs: { lte: startedAtMs },
          endedAtMs: { gte: startedAtMs - withinMs },
        },
        _max: { endedAtMs: true },
      });
      return toNullableMs(_max.endedAtMs);
    },
    listProbes: async (cooldownId, limit) => {
      const find = (order: "asc" | "desc", take: number) =>
        reader.probe.findMany({ where: { cooldownId }, orderBy: [{ atMs: order }, { id: order }], take });
      const total = await reader.probe.count({ where: { cooldownId } });
      const first = total > limit ? await find("asc", FIRST_PROBES) : [];
      const newest = (await find("desc", limit - first.length)).reverse();
      return {
        probes: [...first, ...newest].map((row) => ({
          ...row,
          atMs: Number(row.atMs),
          verdict: row.verdict as ProbeRecord["verdict"],
        })),
        total,
      };
    },
    listReadings: async (accountId, fromMs, toMs) => {
      const rows = await reader.balanceSample.findMany({
        where: { accountId, atMs: { gte: fromMs, lt: toMs } },
        orderBy: [{ atMs: "desc" }, { id: "desc" }],
        take: MAX_READINGS,
        select: { atMs: true, balance: true },
      });
      return rows.reverse().map(({ atMs, balance }) => ({ atMs: Number(atMs), balance }));
    },
    listCreatedTasks: async (accountId, fromMs, toMs) => {
      const rows = await reader.tally.groupBy({
        by: ["bucketMs"],
        where: {
          stepSeconds: MINUTE_SECONDS,
          bucketMs: { gte: fromMs, lt: toMs },
          accountId,
          method: "createTask",
          code: "",
          origin: "upstream",
        },
        _sum: { calls: true },
      });
      return rows.map(({ bucketMs, _sum }) => ({ minuteMs: Number(bucketMs), tasks: _sum.calls ?? 0 }));
    },
  };
}
