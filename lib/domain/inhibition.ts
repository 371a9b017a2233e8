import { RULE_KINDS, type RuleKind, SEVERITIES, type Severity } from "./alert-rules/kinds";

/** An incident, or what is about to be one. */
export interface Inhibitable {
  /** Null for what is not open yet. */
  readonly incidentId: string | null;
  readonly kind: RuleKind;
  readonly severity: Severity;
  readonly subjectId: string;
  readonly accountId: string | null;
  readonly providerHost: string | null;
  /** Whether it can be measured now. */
  readonly hasData: boolean;
}

interface Inhibition {
  readonly by: RuleKind;
  readonly explains: readonly RuleKind[];
  /** What both must be about. */
  readonly same: "providerHost" | "accountId";
  /** Which incidents explain, where not all of the kind do; those explain none of their like. */
  readonly severity?: Severity;
}

const ACCOUNT_HELD = {
  explains: ["error-rate", "no-traffic", "low-balance", "time-to-empty"],
  same: "accountId",
} as const;

/**
 * Which open incident explains which others: where the provider bans an address or does not answer, errors, their risk
 * and the silence after them are no news; nor are those of an account whose key or balance is gone, or that it has
 * little balance where it has next to none. What explains most comes first.
 */
const INHIBITIONS: readonly Inhibition[] = [
  {
    by: "ip-ban",
    explains: ["provider-unavailable", "error-rate", "ban-risk", "no-traffic"],
    same: "providerHost",
  },
  { by: "provider-unavailable", explains: ["error-rate", "ban-risk", "no-traffic"], same: "providerHost" },
  { by: "key-ban", ...ACCOUNT_HELD },
  { by: "wrong-key", ...ACCOUNT_HELD },
  { by: "zero-balance", ...ACCOUNT_HELD },
  { by: "low-balance", explains: ["low-balance", "time-to-empty"], same: "accountId", severity: "critical" },
];

/** Kinds whose incidents may explain others. */
export const EXPLAINING_KINDS: ReadonlySet<RuleKind> = new Set(INHIBITIONS.map(({ by }) => by));

/** Kinds whose incidents others may explain. */
export const EXPLAINED_KINDS: ReadonlySet<RuleKind> = new Set(INHIBITIONS.flatMap(({ explains }) => explains));

/** What an incident of a kind and those that it explains are all about; none for a kind that explains nothing. */
export const explainsBySame = (kind: RuleKind): readonly ("providerHost" | "accountId")[] =>
  INHIBITIONS.filter(({ by }) => by === kind).map(({ same }) => same);

function explains(rule: Inhibition, by: Inhibitable, target: Inhibitable): boolean {
  // Whether what cannot be measured goes on nobody knows: it must not hide what can be.
  if (!by.hasData || by.kind !== rule.by || !rule.explains.includes(target.kind)) return false;
  if (rule.severity !== undefined && by.severity !== rule.severity) return false;
  if (by.kind === target.kind && by.severity === target.severity) return false;
  return target[rule.same] !== null && target[rule.same] === by[rule.same];
}

/**
 * The open incident that explains `target`, so that nobody needs to be told of it; null when none does. There are no
 * circles: of any set of incidents at least one has none, and so has the end of every chain.
 *
 * @param open what is open now, muted or not: an explanation that was acknowledged or snoozed is one nevertheless
 */
export function findInhibitor<T extends Inhibitable>(target: Inhibitable, open: readonly T[]): T | null {
  for (const rule of INHIBITIONS) {
    const found = open.find((by) => explains(rule, by, target));
    if (found !== undefined) return found;
  }
  return null;
}

/** The order in which kinds are to be evaluated, so that what explains comes before what it explains. */
export const EVALUATION_ORDER: readonly RuleKind[] = [...new Set([...INHIBITIONS.map(({ by }) => by), ...RULE_KINDS])];

/**
 * Sorts rules into the order in which they are to be evaluated. Among those of one kind the worst come first: otherwise a
 * balance that falls from well to critical would be told of twice.
 */
export function compareByExplanation(
  a: { readonly when: RuleKind; readonly severity: Severity },
  b: { readonly when: RuleKind; readonly severity: Severity },
): number {
  const byKind = EVALUATION_ORDER.indexOf(a.when) - EVALUATION_ORDER.indexOf(b.when);
  return byKind !== 0 ? byKind : SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity);
}
