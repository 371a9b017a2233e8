import type { Database } from "../sqlite/database";

/** When a cooldown ran, and of what. */
export interface CooldownSpan {
  readonly scope: "egress" | "account";
  readonly providerHost: string;
  readonly accountId: string | null;
  readonly code: string;
  readonly startedAtMs: number;
  /** Null while it runs. */
  readonly endedAtMs: number | null;
}

export interface CooldownSpanStore {
  /** The oldest first, the newest `limit` of those that ran at some time since `fromMs`. */
  list(fromMs: number, limit: number): Promise<CooldownSpan[]>;
  /** When the oldest one that is kept began; null without any. */
  findFirstMs(): Promise<number | null>;
}

export function createCooldownSpanStore({ reader }: Pick<Database, "reader">): CooldownSpanStore {
  return {
    list: async (fromMs, limit) => {
      const rows = await reader.cooldown.findMany({
        where: { OR: [{ endedAtMs: null }, { endedAtMs: { gte: fromMs } }] },
        orderBy: [{ startedAtMs: "desc" }, { id: "desc" }],
        take: limit,
        select: { scope: true, providerHost: true, accountId: true, code: true, startedAtMs: true, endedAtMs: true },
      });
      return rows.reverse().map((row) => ({
        ...row,
        scope: row.scope as CooldownSpan["scope"],
        startedAtMs: Number(row.startedAtMs),
        endedAtMs: row.endedAtMs === null ? null : Number(row.endedAtMs),
      }));
    },
    findFirstMs: async () => {
      const { _min: oldest } = await reader.cooldown.aggregate({ _min: { startedAtMs: true } });
      return oldest.startedAtMs === null ? null : Number(oldest.startedAtMs);
    },
  };
}
