import { z } from "zod";
import { pushSubscriptionContext } from "../../secrets/contexts";
import type { Vault } from "../../secrets/vault";
import type { PushSubscriptionStore } from "../../store/alerts/push-subscriptions";
import type { AuditRecord } from "../../store/audit-events";
import type { VapidKeys } from "./vapid-keys";

const target = z.object({ endpoint: z.string(), keys: z.object({ p256dh: z.string(), auth: z.string() }) });

/** Where to push to, as `PushSubscription.toJSON()` gives it: whoever has it can send there. */
export type PushTarget = z.infer<typeof target>;

/** A browser that is told, with its address in the clear: never leaves the process. */
export interface PushSubscriptionRecord extends PushTarget {
  readonly id: string;
  readonly userId: string;
  /** SHA-256 of the endpoint, in hex. */
  readonly endpointHash: string;
  readonly userAgent: string;
  readonly createdAtMs: number;
}

/** One change of the subscriptions. */
export interface PushChange {
  readonly added: PushSubscriptionRecord | null;
  readonly droppedIds: readonly string[];
  readonly audit: AuditRecord | null;
}

/** The browsers that push is on in, in memory, in step with the database, and the keys that they are told with. */
export interface PushRecords {
  /** The oldest first. */
  listSubscriptions(): readonly PushSubscriptionRecord[];
  /**
   * Writes a change and its line of the audit log in one transaction. Changes are made one at a time.
   *
   * @param prepare makes the change when its turn has come, from the newest state; null for none
   */
  save(prepare: () => PushChange | null): Promise<void>;
  /** Forgets a browser whose push service said that it is gone. */
  dropSubscription(id: string): Promise<void>;
  /** Forgets whose person was removed: the database has done so with the person. */
  forgetPerson(userId: string): void;
  vapidKeys(): Promise<VapidKeys>;
}

export async function openPushRecords(parts: {
  readonly store: PushSubscriptionStore;
  readonly vault: Vault;
  readonly vapidKeys: () => Promise<VapidKeys>;
  /** Told after a browser came or went. */
  readonly onChange: () => void;
}): Promise<PushRecords> {
  const { store, vault } = parts;
  const byId = new Map<string, PushSubscriptionRecord>();
  let tail: Promise<unknown> = Promise.resolve();

  for (const { cipher, ...rest } of await store.list()) {
    const text = vault.decrypt(cipher, pushSubscriptionContext(rest.id));
    byId.set(rest.id, { ...rest, ...target.parse(JSON.parse(text)) });
  }

  const toStored = ({ endpoint, keys, ...rest }: PushSubscriptionRecord) => ({
    ...rest,
    cipher: vault.encrypt(JSON.stringify({ endpoint, keys }), pushSubscriptionContext(rest.id)),
  });

  const save: PushRecords["save"] = (prepare) => {
    const saved = tail.then(async () => {
      const change = prepare();
      if (change === null) return;
      const { added, droppedIds, audit } = change;
      await store.change(added === null ? null : toStored(added), droppedIds, audit);
      for (const id of droppedIds) byId.delete(id);
      if (added !== null) byId.set(added.id, added);
      parts.onChange();
    });
    // One that failed does not hold up the next.
    tail = saved.catch(() => undefined);
    return saved;
  };

  return {
    listSubscriptions: () => [...byId.values()],
    save,
    dropSubscription: (id) => save(() => (byId.has(id) ? { added: null, droppedIds: [id], audit: null } : null)),
    forgetPerson: (userId) => {
      const gone = [...byId.values()].filter((record) => record.userId === userId);
      for (const { id } of gone) byId.delete(id);
      if (gone.length > 0) parts.onChange();
    },
    vapidKeys: parts.vapidKeys,
  };
}
