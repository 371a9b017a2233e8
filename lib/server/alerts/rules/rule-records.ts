import { randomUUID } from "node:crypto";
import type { AuditAction, AuditChange } from "@/lib/contracts/audit";
import { DEFAULT_RULES } from "@/lib/domain/alert-rules/default-rules";
import type { RuleSettings } from "@/lib/domain/alert-rules/rule-settings";
import { createAuditRecord } from "../../audit/audit-record";
import type { RuleRecord, RuleStore } from "../../store/alerts/rules";
import type { AuditActor } from "../../team/actor";

/** One rule as it is to be, or one that is to go, with what the audit log says of it. */
export interface RuleChange {
  readonly record: RuleRecord;
  readonly action: AuditAction & ("rule.created" | "rule.changed" | "rule.deleted");
  readonly changes?: readonly AuditChange[];
}

/** The rules in memory, in step with the database. */
export interface RuleRecords {
  /** The oldest first. */
  list(): readonly RuleRecord[];
  find(id: string): RuleRecord | undefined;
  findByName(name: string): RuleRecord | undefined;
  /**
   * Writes rules and audit log in one transaction. Changes are made one at a time.
   *
   * @param prepare lists the changes when their turn has come, from the newest state; what it throws is handed on
   */
  save(prepare: () => readonly RuleChange[], by: AuditActor): Promise<void>;
}

/** What a default rule is where nobody changed it. Undefined for a key that an older version knew. */
export const defaultSettingsOf = (defaultKey: string | null): RuleSettings | undefined =>
  DEFAULT_RULES.find(({ key }) => key === defaultKey)?.settings;

/** The name, or one like it that is free. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name} (${number})`;
    if (!taken.has(candidate)) return candidate;
  }
}

/** Default rules that are not there yet: all of them at the first start, new kinds of them after an update. */
function missingDefaults(known: readonly RuleRecord[], nowMs: number): RuleRecord[] {
  const taken = new Set(known.map(({ settings }) => settings.name));
  const keys = new Set(known.map(({ defaultKey }) => defaultKey));
  return DEFAULT_RULES.filter(({ key }) => !keys.has(key)).map(({ key, settings }, index) => {
    const name = freeName(settings.name, taken);
    taken.add(name);
    // Rules are listed by the time at which they were made; these keep the order of their table.
    const atMs = nowMs + index;
    const named = { ...settings, name };
    return {
      id: randomUUID(),
      defaultKey: key,
      settings: named,
      provisioned: false,
      createdAtMs: atMs,
      updatedAtMs: atMs,
    };
  });
}

/**
 * Opens the rules of the database, and makes the default ones that are missing. Those stand in no audit log: nobody made
 * them.
 *
 * @param parts.onChange told after rules were made, changed or deleted
 * @throws {StartupError} for a rule that a newer version made
 */
export async function openRuleRecords(parts: {
  readonly store: RuleStore;
  readonly now: () => number;
  readonly onChange: () => void;
}): Promise<RuleRecords> {
  const { store, now } = parts;
  const known = await store.list();
  const missing = missingDefaults(known, now());
  if (missing.length > 0) await store.save({ kept: missing, deletedIds: [] }, []);
  const byId = new Map([...known, ...missing].map((record) => [record.id, record]));
  let tail: Promise<unknown> = Promise.resolve();

  const apply = async (changes: readonly RuleChange[], by: AuditActor): Promise<void> => {
    if (changes.length === 0) return;
    const audit = changes.map(({ record: { id, settings }, action, changes: fields }) =>
      createAuditRecord(by, { action, target: { kind: "rule", id, name: settings.name }, changes: fields }, now()),
    );
    const kept = changes.filter(({ action }) => action !== "rule.deleted").map(({ record }) => record);
    const deletedIds = changes.filter(({ action }) => action === "rule.deleted").map(({ record }) => record.id);
    await store.save({ kept, deletedIds }, audit);
    for (const id of deletedIds) byId.delete(id);
    for (const record of kept) byId.set(record.id, record);
    parts.onChange();
  };

  return {
    list: () => [...byId.values()],
    find: (id) => byId.get(id),
    findByName: (name) => [...byId.values()].find(({ settings }) => settings.name === name),
    save: (prepare, by) => {
      const saved = tail.then(() => apply(prepare(), by));
      // One that was refused does not hold up the next.
      tail = saved.catch(() => undefined);
      return saved;
    },
  };
}
