import { randomUUID } from "node:crypto";
import type { ProvisionedProxyKey } from "@/lib/contracts/proxy-keys";
import type { AccountRecords } from "../accounts/account-records";
import { hashKey, lastCharsOf } from "../proxy-keys/key-text";
import { changesOf } from "../proxy-keys/proxy-key-audit";
import type { ProxyKeyChange, ProxyKeyRecords } from "../proxy-keys/proxy-key-records";
import { StartupError } from "../startup-error";
import type { ProxyKeyRecord } from "../store/proxy-keys";
import { PROVISIONING } from "../team/actor";
import type { PlannedProxyKey, ProxyKeyPlan } from "./plan-proxy-keys";

/**
 * Brings the proxy keys in line with the plan, in one transaction. Applying the same file twice changes nothing the
 * second time. A key that the file no longer names is revoked: its text has nowhere else been shown. It comes back when
 * the file names it again.
 *
 * @returns how many keys were made, changed or released
 */
export async function provisionProxyKeys(
  plan: ProxyKeyPlan,
  parts: {
    readonly records: ProxyKeyRecords;
    /** With the declared accounts in it. */
    readonly accounts: Pick<AccountRecords, "find" | "findByName">;
    readonly now: () => number;
  },
): Promise<number> {
  const { records, accounts, now } = parts;
  const nowMs = now();

  const toChange = ({ known, declared }: PlannedProxyKey): readonly ProxyKeyChange[] => {
    const account = accounts.findByName(declared.account);
    if (account === undefined) throw new StartupError(`There is no account called "${declared.account}".`);
    const record = recordOf(known, declared, account.id, nowMs);
    const changes = changesOf(known, record, { account: (id) => accounts.find(id)?.name ?? null, person: () => null });
    if (known === null) return [{ record, action: "proxy-key.created", changes }];
    return changes.length === 0 ? [] : [{ record, action: "proxy-key.changed", changes }];
  };

  const changes = [
    ...plan.declared.flatMap(toChange),
    ...plan.released.map(
      (record): ProxyKeyChange => ({ record: { ...record, revokedAtMs: nowMs }, action: "proxy-key.revoked" }),
    ),
  ];
  await records.save(() => changes, PROVISIONING);
  return changes.length;
}

/** The record as the file wants it. What the file doesn't speak of (a person, an end) has no place in a declared key. */
function recordOf(
  known: ProxyKeyRecord | null,
  { label, key, methods, callsPerMinute }: ProvisionedProxyKey,
  accountId: string,
  nowMs: number,
): ProxyKeyRecord {
  return {
    id: known?.id ?? randomUUID(),
    accountId,
    label,
    userId: null,
    keyHash: hashKey(key),
    keyLast4: lastCharsOf(key),
    methods: methods ?? null,
    callsPerMinute: callsPerMinute ?? null,
    provisioned: true,
    createdBy: known?.createdBy ?? PROVISIONING.name,
    createdAtMs: known?.createdAtMs ?? nowMs,
    expiresAtMs: null,
    revokedAtMs: null,
    lastUsedAtMs: known?.lastUsedAtMs ?? null,
  };
}
