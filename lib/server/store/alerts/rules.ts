import { ruleSettings } from "@/lib/contracts/alert-rules";
import type { RuleSettings } from "@/lib/domain/alert-rules/rule-settings";
import { StartupError } from "../../startup-error";
import { type AuditRecord, insertAuditEvent } from "../audit-events";
import type { AlertRule } from "../generated/client";
import type { Database } from "../sqlite/database";

/** What alerts, and whom. */
export interface RuleRecord {
  readonly id: string;
  /** Of one that was there from the first minute, which; null for the others. */
  readonly defaultKey: string | null;
  readonly settings: RuleSettings;
  readonly provisioned: boolean;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

export interface RuleStore {
  /** The oldest first. @throws {StartupError} for a rule that a newer version made */
  list(): Promise<RuleRecord[]>;
  /**
   * Creates the rules, or replaces those with their ids, deletes others, and writes the lines of the audit log: all of it
   * or nothing. Waits up to 5 s for the database.
   */
  save(
    changes: { readonly kept: readonly RuleRecord[]; readonly deletedIds: readonly string[] },
    audit: readonly AuditRecord[],
  ): Promise<void>;
}

function readSettings({ name, settings }: AlertRule): RuleSettings {
  try {
    return ruleSettings.parse(JSON.parse(settings));
  } catch {
    throw new StartupError(
      `The alert rule "${name}" is set up in a way that this Banwatch does not know. Start the newer version.`,
    );
  }
}

const toRow = ({ id: _, settings, ...rest }: RuleRecord) => ({
  ...rest,
  name: settings.name,
  kind: settings.when,
  settings: JSON.stringify(settings),
});

export function createRuleStore({ reader, write }: Pick<Database, "reader" | "write">): RuleStore {
  return {
    list: async () => {
      const rows = await reader.alertRule.findMany({ orderBy: [{ createdAtMs: "asc" }, { id: "asc" }] });
      return rows.map((row) => ({
        id: row.id,
        defaultKey: row.defaultKey,
        settings: readSettings(row),
        provisioned: row.provisioned,
        createdAtMs: Number(row.createdAtMs),
        updatedAtMs: Number(row.updatedAtMs),
      }));
    },
    save: async ({ kept, deletedIds }, audit) => {
      await write(async (writer) => {
        // First, so that its name is free for one that takes it.
        await writer.alertRule.deleteMany({ where: { id: { in: [...deletedIds] } } });
        const ids = kept.map(({ id }) => id);
        const known = new Set(
          (await writer.alertRule.findMany({ where: { id: { in: ids } }, select: { id: true } })).map(({ id }) => id),
        );
        // Names are taken by nobody twice, not even for a moment, so those that change theirs give them up first.
        for (const id of known) await writer.alertRule.update({ where: { id }, data: { name: id } });
        for (const record of kept) {
          const { id } = record;
          if (known.has(id)) await writer.alertRule.update({ where: { id }, data: toRow(record) });
          else await writer.alertRule.create({ data: { id, ...toRow(record) } });
        }
        for (const record of audit) await insertAuditEvent(writer, record);
      });
    },
  };
}
