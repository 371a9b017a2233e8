import { RequestError } from "../request-error";
import type { AccountRecord } from "../store/accounts";
import type { AuditActor } from "../team/actor";
import type { AccountDraft, AccountRecords } from "./account-records";

/** Saves accounts one at a time, so that what was found free is still free when it is written. */
export interface AccountSaver {
  /** @throws {RequestError} 409 with the field, when another account has the name or the key */
  assertFree(draft: AccountDraft): void;
  /**
   * @param prepare makes the draft when its turn has come, from the newest state; what it throws is handed on
   * @throws {RequestError} 409 as `assertFree` does; nothing is saved
   */
  save(prepare: () => AccountDraft, by: AuditActor): Promise<AccountRecord>;
}

export function createAccountSaver(records: AccountRecords): AccountSaver {
  let tail: Promise<unknown> = Promise.resolve();

  const assertFree = ({ record, key }: AccountDraft): void => {
    const refuse = (field: string, message: string) =>
      new RequestError(409, "conflict", message, { fields: [{ field, message }] });
    const sameName = records.findByName(record.name);
    if (sameName !== undefined && sameName.id !== record.id) {
      throw refuse("name", `There is already an account called "${record.name}".`);
    }
    const sameKey = records.findByKey(key);
    if (sameKey !== undefined && sameKey.id !== record.id) {
      throw refuse("clientKey", `The account "${sameKey.name}" already has this key.`);
    }
  };

  return {
    assertFree,
    save: (prepare, by) => {
      const saved = tail.then(() => {
        const draft = prepare();
        assertFree(draft);
        return records.save(draft, by);
      });
      // One that was refused does not hold up the next.
      tail = saved.catch(() => undefined);
      return saved;
    },
  };
}
