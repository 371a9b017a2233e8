import type {
  Account,
  AccountListResponse,
  CreateAccountRequest,
  UpdateAccountRequest,
} from "@/lib/contracts/accounts";
import { balanceLevel } from "@/lib/domain/balance";
import { getPreset } from "@/lib/domain/provider-presets";
import type { BalanceBook } from "../balance/balance-book";
import type { EndAccountCooldown } from "../guard/cooldown-service";
import { RequestError } from "../request-error";
import type { AccountRecord } from "../store/accounts";
import type { AuditActor } from "../team/actor";
import { type AccountDraft, type AccountRecords, providerOf } from "./account-records";
import { createAccountSaver } from "./account-saver";
import { createChangeAccount } from "./change-account";
import type { CheckKey } from "./check-key";
import type { ActiveAccount } from "./directory";
import { invalidField } from "./invalid-field";
import type { CheckProviderAddress } from "./own-address";
import { createSandboxKey, isSandboxKey } from "./sandbox-key";

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
  create(request: CreateAccountRequest, by: AuditActor): Promise<Account>;
  /**
   * Changes an account; a new key or address is checked as on creation. Only what was asked for is changed, on the
   * account as it is after the check. A replaced key and archiving end the account's own cooldown.
   *
   * @throws {RequestError} as `create` does, and 409 when the file declares the account, or when its key or address
   * changed while the other was checked
   */
  update(id: string, request: UpdateAccountRequest, by: AuditActor): Promise<Account>;
  /** Remembers that a program's first call came through. */
  noteCall(account: ActiveAccount, atMs: number): void;
}

export function createAccountService(parts: {
  readonly records: AccountRecords;
  readonly balances: BalanceBook;
  readonly checkKey: CheckKey;
  readonly checkAddress: CheckProviderAddress;
  readonly endCooldown: EndAccountCooldown;
  readonly now: () => number;
  readonly publicUrl: string | null;
  readonly onChange: () => void;
}): AccountService {
  const { records, balances, now } = parts;
  const saver = createAccountSaver(records);

  const find = (id: string): AccountRecord => {
    const record = records.find(id);
    if (record === undefined) throw new RequestError(404, "not_found", "There is no such account.");
    return record;
  };

  const toAccount = (record: AccountRecord): Account => {
    const preset = getPreset(providerOf(record));
    const { balance, atMs } = balances.get(record.id);
    const { lowBalance, criticalBalance } = record;
    const key = records.keyOf(record.id);
    const isInside = preset.id === "sandbox" && record.baseUrl === null && isSandboxKey(key);
    return {
      id: record.id,
      name: record.name,
      provider: preset.id,
      providerName: preset.name,
      baseUrl: record.baseUrl ?? preset.baseUrl,
      unit: record.unit ?? preset.unit ?? "units",
      keyLast4: record.keyLast4,
      sandboxKey: isInside ? key : null,
      lowBalance,
      criticalBalance,
      balance,
      balanceAtMs: atMs,
      level: balanceLevel(balance, { low: lowBalance, critical: criticalBalance }),
      provisioned: record.provisioned,
      createdAtMs: record.createdAtMs,
      archivedAtMs: record.archivedAtMs,
      firstCallAtMs: record.firstCallAtMs,
      proxyKeysOnly: record.proxyKeysOnly,
      guardMode: record.guardMode,
    };
  };

  const findEditable = (id: string): AccountRecord => {
    const record = find(id);
    if (!record.provisioned) return record;
    throw new RequestError(409, "provisioned", "This account is declared in the provisioning file. Change it there.");
  };

  const assertAddress = (baseUrl: string | null | undefined): void => {
    const problem = typeof baseUrl === "string" ? parts.checkAddress(baseUrl) : null;
    if (problem !== null) throw invalidField("baseUrl", problem);
  };

  const ask = async (draft: AccountDraft): Promise<Uint8Array> => parts.checkKey(await records.toActive(draft));

  /** Tells of an account that was saved, with the provider's reply to the check if there was one. */
  const tell = (saved: AccountRecord, balanceReply: Uint8Array | null): Account => {
    if (balanceReply !== null) balances.noteReply(saved.id, balanceReply, "poll", now());
    parts.onChange();
    return toAccount(saved);
  };

  const change = createChangeAccount({
    records,
    saver,
    findEditable,
    assertAddress,
    ask,
    endCooldown: parts.endCooldown,
    now,
  });

  return {
    list: () => ({ serverNowMs: now(), publicUrl: parts.publicUrl, accounts: records.list().map(toAccount) }),
    get: (id) => toAccount(find(id)),
    resolveId: (nameOrId) => {
      const record = records.find(nameOrId) ?? records.findByName(nameOrId);
      if (record !== undefined) return record.id;
      const message = `There is no account called "${nameOrId}".`;
      throw new RequestError(400, "invalid_request", message, { fields: [{ field: "account", message }] });
    },
    nameOf: (id) => records.find(id)?.name ?? null,
    create: async (request, by) => {
      assertAddress(request.baseUrl);
      const settings = {
        name: request.name,
        provider: request.provider,
        baseUrl: request.baseUrl ?? null,
        lowBalance: request.lowBalance ?? null,
        criticalBalance: request.criticalBalance ?? null,
        unit: request.unit ?? null,
        proxyKeysOnly: false,
        guardMode: null,
      };
      const draft = records.newDraft(settings, request.clientKey ?? createSandboxKey(), false);
      saver.assertFree(draft);
      const balanceReply = request.saveUnchecked ? null : await ask(draft);
      return tell(await saver.save(() => draft, by), balanceReply);
    },
    update: async (id, request, by) => {
      const { saved, balanceReply } = await change(id, request, by);
      return tell(saved, balanceReply);
    },
    noteCall: (account, atMs) => {
      if (records.noteFirstCall(account.id, atMs)) parts.onChange();
    },
  };
}
