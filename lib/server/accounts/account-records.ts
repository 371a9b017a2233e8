import { randomUUID } from "node:crypto";
import { getPreset, isProviderId, type ProviderId } from "@/lib/domain/provider-presets";
import { accountKeyContext } from "../secrets/contexts";
import type { Vault } from "../secrets/vault";
import { StartupError } from "../startup-error";
import type { AccountRecord, AccountStore } from "../store/accounts";
import type { AuditActor } from "../team/actor";
import { auditOf } from "./account-audit";
import type { AccountDirectory, ActiveAccount } from "./directory";

/** What a person or the provisioning file decides of an account. */
export type AccountSettings = Pick<
  AccountRecord,
  "name" | "provider" | "baseUrl" | "lowBalance" | "criticalBalance" | "unit" | "proxyKeysOnly" | "guardMode"
>;

/** An account that may not be saved yet, with its key in the clear. */
export interface AccountDraft {
  readonly record: Omit<AccountRecord, "keyCipher" | "keyHmac" | "keyLast4">;
  readonly key: string;
}

/** The accounts in memory, in step with the database and with the directory that finds them for calls. */
export interface AccountRecords {
  list(): readonly AccountRecord[];
  find(id: string): AccountRecord | undefined;
  findByName(name: string): AccountRecord | undefined;
  findByKey(key: string): AccountRecord | undefined;
  keyOf(id: string): string;
  newDraft(settings: AccountSettings, key: string, provisioned: boolean): AccountDraft;
  toActive(draft: AccountDraft): Promise<ActiveAccount>;
  /** Writes the account and what the audit log says of it, and lets the very next call see it. */
  save(draft: AccountDraft, by: AuditActor): Promise<AccountRecord>;
  /** Remembers the first call of a program, at once in memory and soon in the database. */
  noteFirstCall(id: string, atMs: number): boolean;
}

export function providerOf(record: Pick<AccountRecord, "name" | "provider">): ProviderId {
  if (isProviderId(record.provider)) return record.provider;
  throw new StartupError(
    `The account "${record.name}" names the provider "${record.provider}", which this Banwatch does not know. Start the newer version.`,
  );
}

/** Names the provider's address in scopes and for people. */
export function providerHostOf(record: Pick<AccountRecord, "name" | "provider" | "baseUrl">): string {
  const baseUrl = record.baseUrl ?? getPreset(providerOf(record)).baseUrl;
  // The sandbox's port changes with each start, and a cooldown must be found again.
  return baseUrl === null ? "sandbox" : new URL(baseUrl).host;
}

function decryptKey(vault: Vault, record: AccountRecord): string {
  try {
    return vault.decrypt(record.keyCipher, accountKeyContext(record.id));
  } catch {
    throw new StartupError(
      "The secret does not fit the database: its keys cannot be decrypted. Restore the secret file, or set BANWATCH_SECRET to the right one.",
    );
  }
}

/**
 * Opens the accounts of the database.
 *
 * @param parts.sandboxOrigin where the simulated provider listens; starts it when it does not run yet
 * @throws {StartupError} when the keys can't be decrypted with this secret
 */
export async function openAccountRecords(parts: {
  readonly store: AccountStore;
  readonly vault: Vault;
  readonly directory: AccountDirectory;
  readonly now: () => number;
  readonly sandboxOrigin: () => Promise<string>;
  readonly onSaveFailed: (error: unknown) => void;
}): Promise<AccountRecords> {
  const { store, vault, directory, now } = parts;
  let records = await store.list();
  const keys = new Map(records.map((record) => [record.id, decryptKey(vault, record)]));
  const keyOf = (id: string) => keys.get(id) ?? "";

  const toActive = async ({ record, key }: AccountDraft): Promise<ActiveAccount> => {
    const provider = providerOf(record);
    const baseUrl = record.baseUrl ?? getPreset(provider).baseUrl ?? (await parts.sandboxOrigin());
    return {
      id: record.id,
      name: record.name,
      provider,
      clientKey: key,
      baseUrl,
      providerHost: providerHostOf(record),
      proxyKeysOnly: record.proxyKeysOnly,
      guardMode: record.guardMode,
    };
  };

  const activate = async (): Promise<void> => {
    const inUse = records.filter((record) => record.archivedAtMs === null);
    directory.replaceAll(await Promise.all(inUse.map((record) => toActive({ record, key: keyOf(record.id) }))));
  };

  const replace = (record: AccountRecord): void => {
    const known = records.some(({ id }) => id === record.id);
    records = known ? records.map((other) => (other.id === record.id ? record : other)) : [...records, record];
  };

  await activate();
  return {
    list: () => records,
    find: (id) => records.find((record) => record.id === id),
    findByName: (name) => records.find((record) => record.name === name),
    findByKey: (key) => {
      const fingerprint = vault.fingerprint(key);
      return records.find((record) => record.keyHmac === fingerprint);
    },
    keyOf,
    newDraft: (settings, key, provisioned) => ({
      key,
      record: {
        id: randomUUID(),
        ...settings,
        provisioned,
        createdAtMs: now(),
        updatedAtMs: now(),
        archivedAtMs: null,
        firstCallAtMs: null,
      },
    }),
    toActive,
    save: async ({ record, key }, by) => {
      const sealed: AccountRecord = {
        ...record,
        updatedAtMs: now(),
        keyCipher: vault.encrypt(key, accountKeyContext(record.id)),
        keyHmac: vault.fingerprint(key),
        keyLast4: key.slice(-4),
      };
      const before = records.find(({ id }) => id === sealed.id) ?? null;
      await store.save(sealed, auditOf(before, sealed, by, now()));
      keys.set(sealed.id, key);
      const firstCallAtMs = records.find(({ id }) => id === sealed.id)?.firstCallAtMs ?? null;
      const saved = { ...sealed, firstCallAtMs };
      replace(saved);
      await activate();
      return saved;
    },
    noteFirstCall: (id, atMs) => {
      const record = records.find((known) => known.id === id);
      if (record === undefined || record.firstCallAtMs !== null) return false;
      replace({ ...record, firstCallAtMs: atMs });
      store.markFirstCall(id, atMs).catch(parts.onSaveFailed);
      return true;
    },
  };
}
