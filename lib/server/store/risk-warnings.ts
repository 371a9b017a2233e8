import type { Database } from "./sqlite/database";

/** An address came to half of its limit. */
export interface RiskWarningRecord {
  readonly id: string;
  readonly atMs: number;
  readonly provider: string;
  readonly providerHost: string;
  readonly errors: number;
  readonly errorsPerMinuteLimit: number;
}

export interface RiskWarningStore {
  add(warning: RiskWarningRecord): Promise<void>;
  /** Those at `fromMs` and later, the newest first, at most `limit`. */
  listSince(fromMs: number, limit: number): Promise<RiskWarningRecord[]>;
}

export function createRiskWarningStore({ reader, write }: Pick<Database, "reader" | "write">): RiskWarningStore {
  return {
    add: async (warning) => {
      await write((writer) => writer.riskWarning.create({ data: warning }));
    },
    listSince: async (fromMs, limit) => {
      const rows = await reader.riskWarning.findMany({
        where: { atMs: { gte: fromMs } },
        orderBy: [{ atMs: "desc" }, { id: "desc" }],
        take: limit,
      });
      return rows.map((row) => ({ ...row, atMs: Number(row.atMs) }));
    },
  };
}
