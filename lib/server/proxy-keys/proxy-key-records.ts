import type { AuditAction, AuditChange } from "@/lib/contracts/audit";
import { createAuditRecord } from "../audit/audit-record";
import type { ProxyKeyRecord, ProxyKeyStore } from "../store/proxy-keys";
import type { AuditActor } from "../team/actor";
import { hashKey } from "./key-text";

/** One key as it is to be, with what the audit log says of it. */
export interface ProxyKeyChange {
  readonly record: ProxyKeyRecord;
  readonly action: AuditAction & `proxy-key.${string}`;
  readonly changes?: readonly AuditChange[];
}

/** The proxy keys in memory, in step with the database, revoked ones included. */
export interface ProxyKeyRecords {
  list(): readonly ProxyKeyRecord[];
  find(id: string): ProxyKeyRecord | undefined;
  /** No database read, no wait: every call asks. */
  findByKey(key: string): ProxyKeyRecord | undefined;
  /**
   * Writes keys and audit log in one transaction; the very next call sees it. Changes are made one at a time.
   *
   * @param prepare lists the changes when their turn has come, from the newest state; what it throws is handed on
   */
  save(prepare: () => readonly ProxyKeyChange[], by: AuditActor): Promise<void>;
  /** Remembers a call that was let in, to the minute: in memory at once, in the database within a minute or so. */
  noteUse(id: string, atMs: number): void;
  /** Writes the last uses that still wait, and stops. */
  close(): Promise<void>;
}

const MINUTE_MS = 60_000;

/** @param parts.onSaveFailed told when last uses could not be written; they are tried again */
export async function openProxyKeyRecords(parts: {
  readonly store: ProxyKeyStore;
  readonly now: () => number;
  readonly onSaveFailed: (error: unknown) => void;
}): Promise<ProxyKeyRecords> {
  const { store, now } = parts;
  const byId = new Map<string, ProxyKeyRecord>();
  const idsByHash = new Map<string, string>();
  let unwrittenUses = new Map<string, number>();
  let tail: Promise<unknown> = Promise.resolve();

  const keep = (record: ProxyKeyRecord): void => {
    const before = byId.get(record.id);
    if (before !== undefined && idsByHash.get(before.keyHash) === record.id) idsByHash.delete(before.keyHash);
    byId.set(record.id, record);
    idsByHash.set(record.keyHash, record.id);
  };
  for (const record of await store.list()) keep(record);

  const apply = async (changes: readonly ProxyKeyChange[], by: AuditActor): Promise<void> => {
    if (changes.length === 0) return;
    const audit = changes.map(({ record: { id, label }, action, changes: fields }) =>
      createAuditRecord(by, { action, target: { kind: "proxy-key", id, name: label }, changes: fields }, now()),
    );
    const records = changes.map(({ record }) => record);
    await store.save(records, audit);
    for (const record of records) {
      keep({ ...record, lastUsedAtMs: byId.get(record.id)?.lastUsedAtMs ?? record.lastUsedAtMs });
    }
  };

  const writeUses = async (): Promise<void> => {
    if (unwrittenUses.size === 0) return;
    const uses = unwrittenUses;
    unwrittenUses = new Map();
    try {
      await store.markUsed(uses);
    } catch (error) {
      // Newer uses win over those that were not written.
      unwrittenUses = new Map([...uses, ...unwrittenUses]);
      parts.onSaveFailed(error);
    }
  };
  const timer = setInterval(() => void writeUses(), MINUTE_MS);
  timer.unref();

  return {
    list: () => [...byId.values()],
    find: (id) => byId.get(id),
    findByKey: (key) => byId.get(idsByHash.get(hashKey(key)) ?? ""),
    save: (prepare, by) => {
      const saved = tail.then(() => apply(prepare(), by));
      // One that was refused does not hold up the next.
      tail = saved.catch(() => undefined);
      return saved;
    },
    noteUse: (id, atMs) => {
      const record = byId.get(id);
      if (record === undefined || Math.abs(atMs - (record.lastUsedAtMs ?? 0)) < MINUTE_MS) return;
      byId.set(id, { ...record, lastUsedAtMs: atMs });
      unwrittenUses.set(id, atMs);
    },
    close: async () => {
      clearInterval(timer);
      await tail;
      await writeUses();
    },
  };
}
