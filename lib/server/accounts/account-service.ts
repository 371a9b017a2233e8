import { randomUUID } from "node:crypto";
import type {
  Account,
  AccountListResponse,
  CreateAccountRequest,
  UpdateAccountRequest,
} from "@/lib/contracts/accounts";
import type { ProvisionedAccount } from "@/lib/contracts/provisioning";
import { balanceLevel } from "@/lib/domain/balance";
import { getPreset, isProviderId, type ProviderId } from "@/lib/domain/provider-presets";
import type { BalanceBook } from "../balance/balance-book";
import { RequestError } from "../request-error";
import type { Vault } from "../secrets/vault";
import { StartupError } from "../startup-error";
import type { AccountRecord, AccountStore } from "../store/accounts";
import type { CheckKey, KeyCheck } from "./check-key";
import type { AccountDirectory, ActiveAccount } from "./directory";
import { createSandboxKey } from "./sandbox-key";

export interface AccountService {
  list(): AccountListResponse;
  get(id: string): Account;
  /** The id of the account that a person or program names by name or id. @throws {RequestError} 400 when there is none */
  resolveId(nameOrId: string): string;
  nameOf(id: string): string | null;
  /**
   * Checks the key with a real `getBalance`, then saves.
   *
   * @throws {RequestError} 422 with the provider's own words when the check fails; nothing is saved
   */
  create(request: CreateAccountRequest): Promise<Account>;
  /** Changes an account; a new key or address is checked as on creation. */
  update(id: string, request: UpdateAccountRequest): Promise<Account>;
  /** Brings the accounts in line with the provisioning file. Applying it twice changes nothing the second time. */
  provision(accounts: readonly ProvisionedAccount[]): Promise<{ created: number; updated: number }>;
  /** Remembers that a program's first call came through. */
  noteCall(account: ActiveAccount, atMs: number): void;
}

export interface AccountServiceParts {
  readonly store: AccountStore;
  readonly vault: Vault;
  readonly directory: AccountDirectory;
  readonly balances: BalanceBook;
  readonly checkKey: CheckKey;
  readonly now: () => number;
  readonly publicUrl: string | null;
  /** Where the simulated provider listens; starts it when it does not run yet. */
  readonly sandboxOrigin: () => Promise<string>;
  readonly onChange: () => void;
  readonly onSaveFailed: (error: unknown) => void;
}

const contextOf = (id: string) => `account ${id}`;
const lastFour = (key: string) => key.slice(-4);

/** Thresholds, name and the like as the database keeps them. */
type Settings = Pick<AccountRecord, "name" | "provider" | "baseUrl" | "lowBalance" | "criticalBalance" | "unit">;

/**
 * Opens the accounts of the database.
 *
 * @throws {StartupError} when the keys can't be decrypted with this secret
 */
export async function openAccountService(parts: AccountServiceParts): Promise<AccountService> {
  const { store, vault, directory, balances, now } = parts;
  let records = await store.list();
  const keys = new Map<string, string>();
  for (const record of records) keys.set(record.id, decryptKey(vault, record));

  const activate = async (): Promise<void> => {
    const active: ActiveAccount[] = [];
    for (const record of records) if (record.archivedAtMs === null) active.push(await toActive(record));
    directory.replaceAll(active);
  };

  const toActive = async (record: AccountRecord): Promise<ActiveAccount> => {
    const provider = providerOf(record);
    const baseUrl = record.baseUrl ?? getPreset(provider).baseUrl ?? (await parts.sandboxOrigin());
    return {
      id: record.id,
      name: record.name,
      provider,
      clientKey: keys.get(record.id) ?? "",
      baseUrl,
      // The sandbox's port changes with each start, and a cooldown must be found again.
      providerHost: provider === "sandbox" && record.baseUrl === null ? "sandbox" : new URL(baseUrl).host,
    };
  };

  const save = async (record: AccountRecord, key: string): Promise<void> => {
    await store.save(record);
    keys.set(record.id, key);
    records = records.some(({ id }) => id === record.id)
      ? records.map((known) => (known.id === record.id ? record : known))
      : [...records, record];
    await activate();
    parts.onChange();
  };

  const withKey = (record: Omit<AccountRecord, "keyCipher" | "keyHmac" | "keyLast4">, key: string): AccountRecord => ({
    ...record,
    keyCipher: vault.encrypt(key, contextOf(record.id)),
    keyHmac: vault.fingerprint(key),
    keyLast4: lastFour(key),
  });

  const create = (
    settings: Settings,
    provisioned: boolean,
  ): Omit<AccountRecord, "keyCipher" | "keyHmac" | "keyLast4"> => ({
    id: randomUUID(),
    ...settings,
    provisioned,
    createdAtMs: now(),
    updatedAtMs: now(),
    archivedAtMs: null,
    firstCallAtMs: null,
  });

  const assertFree = (name: string, key: string, exceptId?: string): void => {
    const others = records.filter((record) => record.id !== exceptId);
    const refuse = (field: string, message: string) => {
      throw new RequestError(409, "conflict", message, { fields: [{ field, message }] });
    };
    if (others.some((record) => record.name === name)) {
      refuse("name", `There is already an account called "${name}". Choose another name.`);
    }
    const same = others.find((record) => record.keyHmac === vault.fingerprint(key));
    if (same !== undefined) refuse("clientKey", `The account "${same.name}" already has this key.`);
  };

  const find = (id: string): AccountRecord => {
    const record = records.find((known) => known.id === id);
    if (record === undefined) throw new RequestError(404, "not_found", "There is no such account.");
    return record;
  };

  const toAccount = (record: AccountRecord): Account => {
    const preset = getPreset(providerOf(record));
    const { balance, atMs } = balances.get(record.id);
    const { lowBalance, criticalBalance } = record;
    return {
      id: record.id,
      name: record.name,
      provider: preset.id,
      providerName: preset.name,
      baseUrl: record.baseUrl ?? preset.baseUrl,
      unit: record.unit ?? preset.unit ?? "units",
      keyLast4: record.keyLast4,
      sandboxKey: preset.id === "sandbox" ? (keys.get(record.id) ?? null) : null,
      lowBalance,
      criticalBalance,
      balance,
      balanceAtMs: atMs,
      level: balanceLevel(balance, { low: lowBalance, critical: criticalBalance }),
      provisioned: record.provisioned,
      createdAtMs: record.createdAtMs,
      archivedAtMs: record.archivedAtMs,
      firstCallAtMs: record.firstCallAtMs,
    };
  };

  /** @throws {RequestError} 422 when the provider refuses the key or does not answer */
  const assertKeyWorks = async (record: AccountRecord, key: string): Promise<KeyCheck & { kind: "accepted" }> => {
    keys.set(record.id, keys.get(record.id) ?? key);
    const check = await parts.checkKey({ ...(await toActive(record)), clientKey: key });
    if (check.kind === "accepted") return check;
    const { code, description } = check;
    throw new RequestError(422, "key_check_failed", check.message, { provider: { code, description } });
  };

  const checkAndSave = async (record: AccountRecord, key: string, check: boolean): Promise<Account> => {
    const known = keys.has(record.id);
    try {
      const accepted = check ? await assertKeyWorks(record, key) : null;
      await save(record, key);
      if (accepted !== null) balances.noteReply(record.id, accepted.body, "poll", now());
    } catch (error) {
      if (!known) keys.delete(record.id);
      throw error;
    }
    return toAccount(find(record.id));
  };

  const provisionOne = async (declared: ProvisionedAccount): Promise<"created" | "updated" | "unchanged"> => {
    const known = records.find((record) => record.name === declared.name);
    const key =
      declared.clientKey ?? (known === undefined ? createSandboxKey() : (keys.get(known.id) ?? createSandboxKey()));
    const settings: Settings = {
      name: declared.name,
      provider: declared.provider,
      baseUrl: declared.baseUrl ?? null,
      lowBalance: declared.lowBalance ?? null,
      criticalBalance: declared.criticalBalance ?? null,
      unit: declared.unit ?? null,
    };
    const holder = records.find((record) => record.keyHmac === vault.fingerprint(key) && record.id !== known?.id);
    if (holder !== undefined) {
      throw new StartupError(
        `The provisioning file gives the account "${declared.name}" the key that "${holder.name}" has. One key is one account.`,
      );
    }
    if (known === undefined) {
      await save(withKey(create(settings, true), key), key);
      return "created";
    }
    const changed =
      keys.get(known.id) !== key ||
      !known.provisioned ||
      known.archivedAtMs !== null ||
      Object.entries(settings).some(([field, value]) => known[field as keyof Settings] !== value);
    if (!changed) return "unchanged";
    await save(withKey({ ...known, ...settings, provisioned: true, archivedAtMs: null, updatedAtMs: now() }, key), key);
    return "updated";
  };

  await activate();
  return {
    list: () => ({ serverNowMs: now(), publicUrl: parts.publicUrl, accounts: records.map(toAccount) }),
    get: (id) => toAccount(find(id)),
    resolveId: (nameOrId) => {
      const record = records.find(({ id, name }) => id === nameOrId || name === nameOrId);
      if (record !== undefined) return record.id;
      const message = `There is no account called "${nameOrId}".`;
      throw new RequestError(400, "invalid_request", message, { fields: [{ field: "account", message }] });
    },
    nameOf: (id) => records.find((record) => record.id === id)?.name ?? null,
    create: (request) => {
      const key = request.clientKey ?? createSandboxKey();
      assertFree(request.name, key);
      const settings: Settings = {
        name: request.name,
        provider: request.provider,
        baseUrl: request.baseUrl ?? null,
        lowBalance: request.lowBalance ?? null,
        criticalBalance: request.criticalBalance ?? null,
        unit: request.unit ?? null,
      };
      return checkAndSave(withKey(create(settings, false), key), key, !request.saveUnchecked);
    },
    update: (id, { archived, clientKey, saveUnchecked = false, ...changes }) => {
      const record = find(id);
      if (record.provisioned) {
        throw new RequestError(
          409,
          "provisioned",
          "This account is declared in the provisioning file. Change it there.",
        );
      }
      const key = clientKey ?? keys.get(id) ?? "";
      assertFree(changes.name ?? record.name, key, id);
      const archivedAtMs =
        archived === undefined ? record.archivedAtMs : archived ? (record.archivedAtMs ?? now()) : null;
      const next: AccountRecord = { ...record, ...changes, archivedAtMs, updatedAtMs: now() };
      if (next.provider === "custom" && next.baseUrl === null) {
        const message = "is needed for a custom provider";
        throw new RequestError(400, "invalid_request", `baseUrl ${message}`, {
          fields: [{ field: "baseUrl", message }],
        });
      }
      const callsElsewhere = clientKey !== undefined || next.baseUrl !== record.baseUrl;
      return checkAndSave(clientKey === undefined ? next : withKey(next, key), key, callsElsewhere && !saveUnchecked);
    },
    provision: async (declared) => {
      const outcomes = { created: 0, updated: 0, unchanged: 0 };
      for (const account of declared) outcomes[await provisionOne(account)] += 1;
      return outcomes;
    },
    noteCall: (account, atMs) => {
      const record = records.find(({ id }) => id === account.id);
      if (record === undefined || record.firstCallAtMs !== null) return;
      const called = { ...record, firstCallAtMs: atMs };
      records = records.map((known) => (known.id === called.id ? called : known));
      store.save(called).catch(parts.onSaveFailed);
      parts.onChange();
    },
  };
}

function providerOf(record: AccountRecord): ProviderId {
  if (isProviderId(record.provider)) return record.provider;
  throw new StartupError(
    `The account "${record.name}" names the provider "${record.provider}", which this Banwatch does not know. Start the newer version.`,
  );
}

function decryptKey(vault: Vault, record: AccountRecord): string {
  try {
    return vault.decrypt(record.keyCipher, contextOf(record.id));
  } catch {
    throw new StartupError(
      "The secret does not fit the database: its keys cannot be decrypted. Restore the secret file, or set BANWATCH_SECRET to the right one.",
    );
  }
}
