import type { AuditChange } from "@/lib/contracts/audit";
import { listChanges } from "../../audit/audit-record";
import type { RuleRecord } from "../../store/alerts/rules";

/** Names of what a rule hangs on, which tell a reader of the log more than ids. Null for what is gone. */
export interface RuleNames {
  readonly account: (id: string) => string | null;
  readonly proxyKey: (id: string) => string | null;
  readonly channel: (id: string) => string | null;
}

const FIELDS = [
  "name",
  "when",
  "enabled",
  "severity",
  "accounts",
  "providers",
  "codes",
  "proxyKeys",
  "threshold",
  "accountLevel",
  "clearAt",
  "windowMinutes",
  "forMinutes",
  "clearForMinutes",
  "minCalls",
  "repeatMinutes",
  "notifyResolved",
  "channels",
  "escalateAfterMinutes",
  "escalateTo",
  "provisioned",
] as const;

function readable({ settings, provisioned }: RuleRecord, names: RuleNames) {
  const { scope, channelIds, escalateToIds, ...rest } = settings;
  const namesOf = (ids: readonly string[], nameOf: (id: string) => string | null) =>
    ids.map((id) => nameOf(id) ?? id).join(", ") || null;
  return {
    ...rest,
    accounts: namesOf(scope.accountIds, names.account),
    providers: scope.providers.join(", ") || null,
    codes: scope.codes.join(", ") || null,
    proxyKeys: namesOf(scope.proxyKeyIds, names.proxyKey),
    channels: namesOf(channelIds, names.channel),
    escalateTo: namesOf(escalateToIds, names.channel),
    provisioned,
  };
}

/** What the audit log says of a rule that was made (`before` null) or changed. */
export function changesOf(before: RuleRecord | null, after: RuleRecord, names: RuleNames): AuditChange[] {
  const old = before === null ? null : readable(before, names);
  return listChanges<ReturnType<typeof readable>>(old, readable(after, names), FIELDS);
}
