import { z } from "zod";
import type { AuditAction, AuditChange } from "@/lib/contracts/audit";
import { createAuditRecord } from "../../audit/audit-record";
import { channelSecretsContext } from "../../secrets/contexts";
import type { Vault } from "../../secrets/vault";
import type { ChannelNews, ChannelStore, StoredChannel } from "../../store/alerts/channels";
import { type AuditActor, SYSTEM } from "../../team/actor";
import { hintsOf } from "./secret-hints";

/** A channel with its secrets in the clear: never leaves the process. */
export interface ChannelRecord extends Omit<StoredChannel, "secretsCipher" | "secretHints"> {
  readonly secrets: Readonly<Record<string, string>>;
}

/** One channel as it is to be, or one that is to go, with what the audit log says of it. */
export interface ChannelChange {
  readonly record: ChannelRecord;
  readonly action: AuditAction & ("channel.created" | "channel.changed" | "channel.deleted");
  readonly changes?: readonly AuditChange[];
}

/** The channels in memory, in step with the database. */
export interface ChannelRecords {
  /** The oldest first. */
  list(): readonly ChannelRecord[];
  find(id: string): ChannelRecord | undefined;
  /**
   * Writes channels and audit log in one transaction. Changes are made one at a time.
   *
   * @param prepare lists the changes when their turn has come, from the newest state; what it throws is handed on
   */
  save(prepare: () => readonly ChannelChange[], by: AuditActor): Promise<void>;
  /** Remembers a delivery: in memory at once, in the database within ten seconds or so. */
  noteDelivered(id: string, atMs: number): void;
  /** Remembers a failure, in the same way. */
  noteFailed(id: string, atMs: number, reason: string): void;
  /** Switches a channel off, with a line in the audit log, until it is changed or switched on again. */
  refuse(id: string, atMs: number, reason: string): Promise<void>;
  /** Writes the news that still wait, and stops. */
  close(): Promise<void>;
}

const WRITE_NEWS_MS = 10_000;

/** A reason is for people: longer ones are cut. */
const MAX_REASON_CHARS = 500;

const secretsText = z.record(z.string(), z.string());

/** @param parts.onSaveFailed told when news could not be written; they are tried again */
export async function openChannelRecords(parts: {
  readonly store: ChannelStore;
  readonly vault: Vault;
  readonly now: () => number;
  /** Told after channels were made, changed, deleted or refused. */
  readonly onChange: () => void;
  readonly onSaveFailed: (error: unknown) => void;
}): Promise<ChannelRecords> {
  const { store, vault, now } = parts;
  const byId = new Map<string, ChannelRecord>();
  const unwritten = new Set<string>();
  let tail: Promise<unknown> = Promise.resolve();

  for (const { secretsCipher, secretHints: _, ...rest } of await store.list()) {
    const secrets = secretsText.parse(JSON.parse(vault.decrypt(secretsCipher, channelSecretsContext(rest.id))));
    byId.set(rest.id, { ...rest, secrets });
  }

  const toStored = ({ secrets, ...rest }: ChannelRecord): StoredChannel => ({
    ...rest,
    secretsCipher: vault.encrypt(JSON.stringify(secrets), channelSecretsContext(rest.id)),
    secretHints: hintsOf(secrets),
  });

  const apply = async (changes: readonly ChannelChange[], by: AuditActor): Promise<void> => {
    if (changes.length === 0) return;
    const audit = changes.map(({ record: { id, name }, action, changes: fields }) =>
      createAuditRecord(by, { action, target: { kind: "channel", id, name }, changes: fields }, now()),
    );
    const kept = changes.filter(({ action }) => action !== "channel.deleted").map(({ record }) => record);
    const deleted = changes.filter(({ action }) => action === "channel.deleted").map(({ record }) => record);
    await store.save({ kept: kept.map(toStored), deletedIds: deleted.map(({ id }) => id) }, audit);
    for (const { id } of deleted) byId.delete(id);
    for (const record of kept) {
      // Messages may have been sent while it was written.
      const { lastDeliveredAtMs, lastFailure } = byId.get(record.id) ?? record;
      byId.set(record.id, { ...record, lastDeliveredAtMs, lastFailure });
    }
    parts.onChange();
  };

  const save: ChannelRecords["save"] = (prepare, by) => {
    const saved = tail.then(() => apply(prepare(), by));
    // One that was refused does not hold up the next.
    tail = saved.catch(() => undefined);
    return saved;
  };

  const note = (id: string, news: Partial<ChannelNews>): void => {
    const record = byId.get(id);
    if (record === undefined) return;
    byId.set(id, { ...record, ...news });
    unwritten.add(id);
  };

  const writeNews = async (): Promise<void> => {
    const records = [...unwritten].flatMap((id) => byId.get(id) ?? []);
    unwritten.clear();
    if (records.length === 0) return;
    try {
      await store.saveNews(new Map(records.map((record) => [record.id, record])));
    } catch (error) {
      for (const { id } of records) unwritten.add(id);
      parts.onSaveFailed(error);
    }
  };
  const timer = setInterval(() => void writeNews(), WRITE_NEWS_MS);
  timer.unref();

  return {
    list: () => [...byId.values()],
    find: (id) => byId.get(id),
    save,
    noteDelivered: (id, atMs) => note(id, { lastDeliveredAtMs: atMs }),
    noteFailed: (id, atMs, reason) =>
      note(id, { lastFailure: { atMs, reason: reason.toWellFormed().slice(0, MAX_REASON_CHARS) } }),
    refuse: (id, atMs, text) =>
      save(() => {
        const record = byId.get(id);
        if (record === undefined || !record.enabled) return [];
        const reason = text.toWellFormed().slice(0, MAX_REASON_CHARS);
        const changes = [
          { field: "enabled", before: "true", after: "false" },
          { field: "reason", before: null, after: reason },
        ];
        const refused = { ...record, enabled: false, refusal: { atMs, reason }, updatedAtMs: now() };
        return [{ record: refused, action: "channel.changed", changes }];
      }, SYSTEM),
    close: async () => {
      clearInterval(timer);
      await tail;
      await writeNews();
    },
  };
}
