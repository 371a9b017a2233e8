import type { AlertRule } from "@/lib/contracts/alert-rules";
import { isSelfKind, RULE_KINDS, type RuleKind } from "@/lib/domain/alert-rules/kinds";

/** What rules are about, in the order in which people look for them. */
export const RULE_GROUPS = ["bans", "balance", "errors", "traffic", "self"] as const;
export type RuleGroup = (typeof RULE_GROUPS)[number];

const GROUP_OF: Readonly<Record<RuleKind, RuleGroup>> = {
  "ip-ban": "bans",
  "key-ban": "bans",
  "wrong-key": "bans",
  "ban-risk": "bans",
  "zero-balance": "balance",
  "low-balance": "balance",
  "time-to-empty": "balance",
  "error-rate": "errors",
  "provider-unavailable": "errors",
  "new-code": "errors",
  "no-traffic": "traffic",
  "channel-failing": "self",
  "deliveries-late": "self",
  "recording-late": "self",
};

const SEVERITY_ORDER = { critical: 0, warning: 1, info: 2 } as const;

/** The rules by what they are about: in the order of the kinds, the worst first among those of one kind. No empty groups. */
export function groupRules(rules: readonly AlertRule[]): { group: RuleGroup; rules: AlertRule[] }[] {
  const sorted = [...rules].sort(
    (a, b) =>
      RULE_KINDS.indexOf(a.when) - RULE_KINDS.indexOf(b.when) ||
      SEVERITY_ORDER[a.severity] - SEVERITY_ORDER[b.severity] ||
      a.name.localeCompare(b.name),
  );
  return RULE_GROUPS.map((group) => ({ group, rules: sorted.filter(({ when }) => GROUP_OF[when] === group) })).filter(
    (one) => one.rules.length > 0,
  );
}

/** The kinds that a person can make a rule of, by what they are about. Banwatch's own are made once, by itself. */
export const OFFERED_KINDS: readonly { group: RuleGroup; kinds: readonly RuleKind[] }[] = RULE_GROUPS.map((group) => ({
  group,
  kinds: RULE_KINDS.filter((kind) => GROUP_OF[kind] === group && !isSelfKind(kind)),
})).filter(({ kinds }) => kinds.length > 0);
