import type { AuditChange } from "@/lib/contracts/audit";
import { listChanges, secretChange } from "../audit/audit-record";
import type { ProxyKeyRecord } from "../store/proxy-keys";

/** Names of what a key hangs on, which tell a reader of the log more than ids. */
export interface KeyNames {
  readonly account: (id: string) => string | null;
  readonly person: (id: string) => string | null;
}

const SETTINGS = [
  "label",
  "account",
  "person",
  "methods",
  "callsPerMinute",
  "expiresAtMs",
  "revokedAtMs",
  "provisioned",
] as const;

const readable = ({ userId, accountId, ...rest }: ProxyKeyRecord, names: KeyNames) => ({
  ...rest,
  account: names.account(accountId) ?? accountId,
  person: userId === null ? null : (names.person(userId) ?? userId),
});

/** What the audit log says of a key that was made or changed. Its text shows as "changed". */
export function changesOf(before: ProxyKeyRecord | null, after: ProxyKeyRecord, names: KeyNames): AuditChange[] {
  const old = before === null ? null : readable(before, names);
  const changes = listChanges<ReturnType<typeof readable>>(old, readable(after, names), SETTINGS);
  return before === null || before.keyHash === after.keyHash ? changes : [...changes, secretChange("key")];
}
