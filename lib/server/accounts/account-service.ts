import type {
  Account,
  AccountListResponse,
  CreateAccountRequest,
  UpdateAccountRequest,
} from "@/lib/contracts/accounts";
import { balanceLevel } from "@/lib/domain/balance";
import { getPreset } from "@/lib/domain/provider-presets";
import type { BalanceBook } from "../balance/balance-book";
import { RequestError } from "../request-error";
import type { AccountRecord } from "../store/accounts";
import { type AccountDraft, type AccountRecords, providerOf } from "./account-records";
import type { CheckKey } from "./check-key";
import type { ActiveAccount } from "./directory";
import { createSandboxKey } from "./sandbox-key";

export interface AccountService {
  list(): AccountListResponse;
  /** @throws {RequestError} 404 */
  get(id: string): Account;
  /** The id of the account that a person or program names by name or id. @throws {RequestError} 400 when there is none */
  resolveId(nameOrId: string): string;
  nameOf(id: string): string | null;
  /**
   * Checks the key with a real `getBalance`, then saves.
   *
   * @throws {RequestError} 422 with the provider's own words when the check fails, 409 when name or key are taken;
   * nothing is saved
   */
  create(request: CreateAccountRequest): Promise<Account>;
  /** Changes an account; a new key or address is checked as on creation. */
  update(id: string, request: UpdateAccountRequest): Promise<Account>;
  /** Remembers that a program's first call came through. */
  noteCall(account: ActiveAccount, atMs: number): void;
}

const badField = (status: 400 | 409, code: string, field: string, message: string) =>
  new RequestError(status, code, message, { fields: [{ field, message }] });

export function createAccountService(parts: {
  readonly records: AccountRecords;
  readonly balances: BalanceBook;
  readonly checkKey: CheckKey;
  readonly now: () => number;
  readonly publicUrl: string | null;
  readonly onChange: () => void;
}): AccountService {
  const { records, balances, now } = parts;

  const find = (id: string): AccountRecord => {
    const record = records.find(id);
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
      sandboxKey: preset.id === "sandbox" ? records.keyOf(record.id) : null,
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

  const assertFree = ({ record, key }: AccountDraft): void => {
    const sameName = records.findByName(record.name);
    if (sameName !== undefined && sameName.id !== record.id) {
      throw badField(409, "conflict", "name", `There is already an account called "${record.name}".`);
    }
    const sameKey = records.findByKey(key);
    if (sameKey !== undefined && sameKey.id !== record.id) {
      throw badField(409, "conflict", "clientKey", `The account "${sameKey.name}" already has this key.`);
    }
  };

  const checkAndSave = async (draft: AccountDraft, check: boolean): Promise<Account> => {
    assertFree(draft);
    const balanceReply = check ? await parts.checkKey(await records.toActive(draft)) : null;
    // Somebody else may have taken the name while the provider was asked.
    assertFree(draft);
    const saved = await records.save(draft);
    if (balanceReply !== null) balances.noteReply(saved.id, balanceReply, "poll", now());
    parts.onChange();
    return toAccount(saved);
  };

  return {
    list: () => ({ serverNowMs: now(), publicUrl: parts.publicUrl, accounts: records.list().map(toAccount) }),
    get: (id) => toAccount(find(id)),
    resolveId: (nameOrId) => {
      const record = records.find(nameOrId) ?? records.findByName(nameOrId);
      if (record !== undefined) return record.id;
      throw badField(400, "invalid_request", "account", `There is no account called "${nameOrId}".`);
    },
    nameOf: (id) => records.find(id)?.name ?? null,
    create: (request) => {
      const settings = {
        name: request.name,
        provider: request.provider,
        baseUrl: request.baseUrl ?? null,
        lowBalance: request.lowBalance ?? null,
        criticalBalance: request.criticalBalance ?? null,
        unit: request.unit ?? null,
      };
      const draft = records.newDraft(settings, request.clientKey ?? createSandboxKey(), false);
      return checkAndSave(draft, !request.saveUnchecked);
    },
    update: async (id, { archived, clientKey, saveUnchecked = false, ...changes }) => {
      const record = find(id);
      if (record.provisioned) {
        throw new RequestError(
          409,
          "provisioned",
          "This account is declared in the provisioning file. Change it there.",
        );
      }
      const archivedAtMs = archived === undefined ? record.archivedAtMs : archived ? now() : null;
      const next = { ...record, ...changes, archivedAtMs };
      if (next.provider === "custom" && next.baseUrl === null) {
        throw badField(400, "invalid_request", "baseUrl", "is needed for a custom provider");
      }
      const callsElsewhere = clientKey !== undefined || next.baseUrl !== record.baseUrl;
      return checkAndSave({ record: next, key: clientKey ?? records.keyOf(id) }, callsElsewhere && !saveUnchecked);
    },
    noteCall: (account, atMs) => {
      if (records.noteFirstCall(account.id, atMs)) parts.onChange();
    },
  };
}
