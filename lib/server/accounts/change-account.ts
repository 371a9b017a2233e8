import { listMisfits, type UpdateAccountRequest } from "@/lib/contracts/accounts";
import { getPreset, type ProviderId } from "@/lib/domain/provider-presets";
import type { EndAccountCooldown } from "../guard/cooldown-service";
import { RequestError } from "../request-error";
import type { AccountRecord } from "../store/accounts";
import type { AuditActor } from "../team/actor";
import type { AccountDraft, AccountRecords } from "./account-records";
import type { AccountSaver } from "./account-saver";
import { invalidField } from "./invalid-field";

export interface ChangedAccount {
  readonly saved: AccountRecord;
  /** The provider's reply to the check; null when nothing had to be checked. */
  readonly balanceReply: Uint8Array | null;
}

/** What a request leaves out stays as it is in `current`. */
function applyRequest(
  current: AccountRecord,
  { archived, clientKey: _key, saveUnchecked: _unchecked, ...settings }: UpdateAccountRequest,
  nowMs: number,
): AccountRecord {
  const { archivedAtMs } = current;
  if (archived === undefined) return { ...current, ...settings };
  return { ...current, ...settings, archivedAtMs: archived ? (archivedAtMs ?? nowMs) : null };
}

/** Where an account's key is sent; null for the sandbox inside. */
function originOf({ provider, baseUrl }: AccountDraft["record"]): string | null {
  const address = baseUrl ?? getPreset(provider as ProviderId).baseUrl;
  return address === null ? null : new URL(address).origin;
}

/** Whoever may change an address does not know the key, and would have it sent to a server of their own. */
function assertKeyForAddress(before: AccountRecord, { record }: AccountDraft, clientKey: string | undefined): void {
  if (clientKey !== undefined || originOf(record) === originOf(before)) return;
  throw invalidField("clientKey", "is sent to the new address, so give it again");
}

/** The way of a change: check what it asks for, then apply it to the account as it is after the check. */
export function createChangeAccount(parts: {
  readonly records: AccountRecords;
  readonly saver: AccountSaver;
  /** @throws {RequestError} 404, or 409 when the account is declared in the provisioning file */
  readonly findEditable: (id: string) => AccountRecord;
  readonly assertAddress: (baseUrl: string | null | undefined) => void;
  readonly ask: (draft: AccountDraft) => Promise<Uint8Array>;
  readonly endCooldown: EndAccountCooldown;
  readonly now: () => number;
}): (id: string, request: UpdateAccountRequest, by: AuditActor) => Promise<ChangedAccount> {
  const { records, saver, findEditable, endCooldown, now } = parts;

  return async (id, request, by) => {
    const { clientKey, baseUrl, saveUnchecked = false } = request;
    const apply = (current: AccountRecord): AccountDraft => ({
      record: applyRequest(current, request, now()),
      key: clientKey ?? records.keyOf(id),
    });

    let before = findEditable(id);
    const [misfit] = listMisfits(before.provider, { baseUrl, clientKey });
    if (misfit !== undefined) throw invalidField(misfit.field, misfit.message);
    parts.assertAddress(baseUrl);

    const asked = apply(before);
    assertKeyForAddress(before, asked, clientKey);
    saver.assertFree(asked);
    const callsElsewhere = clientKey !== undefined || asked.record.baseUrl !== before.baseUrl;
    const balanceReply = callsElsewhere && !saveUnchecked ? await parts.ask(asked) : null;

    const saved = await saver.save(() => {
      before = findEditable(id);
      const draft = apply(before);
      assertKeyForAddress(before, draft, clientKey);
      // A key that was tried at one address says nothing about another.
      if (balanceReply !== null && (draft.key !== asked.key || draft.record.baseUrl !== asked.record.baseUrl)) {
        throw new RequestError(409, "conflict", "The account's key or address was changed meanwhile. Try again.");
      }
      return draft;
    }, by);
    if (saved.keyHmac !== before.keyHmac) await endCooldown(id, "key-replaced");
    else if (saved.archivedAtMs !== null && before.archivedAtMs === null) await endCooldown(id, "archived");
    return { saved, balanceReply };
  };
}
