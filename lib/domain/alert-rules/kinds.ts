/** What an alert is about: the thing that has a state of its own for each rule. */
export type SubjectKind = "address" | "account" | "code" | "channel" | "installation";

export const SEVERITIES = ["critical", "warning", "info"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What a rule may be narrowed to. */
export type ScopeField = "accounts" | "providers" | "codes" | "proxyKeys";

/** How a rule's number is written: a share is 0 to 1, a balance is in the account's own unit. */
export type ThresholdUnit = "share" | "minutes" | "hours" | "balance";

/** What a kind of rule measures, and how it is set where nobody says otherwise. */
export interface RuleKindFacts {
  readonly subject: SubjectKind;
  /** Null for what is either so or not: a ban runs, or it does not. */
  readonly threshold: {
    readonly unit: ThresholdUnit;
    /** Which side of the number alerts. */
    readonly side: "above" | "below";
    /** Null: the account's own threshold. */
    readonly default: number | null;
    /** Where it is over again; null: as soon as the threshold is no longer crossed. */
    readonly clearAt: number | null;
  } | null;
  readonly scope: readonly ScopeField[];
  /** Null where the kind looks at the present only. */
  readonly windowMinutes: number | null;
  /** How long it must be so before it fires. */
  readonly forMinutes: number;
  /** How long it must be fine again before it is resolved. */
  readonly clearForMinutes: number;
  /** Fewer calls in the window are no measurement; null where calls are not counted. */
  readonly minCalls: number | null;
  readonly severity: Severity;
  /** Null: said once. */
  readonly repeatMinutes: number | null;
  readonly notifyResolved: boolean;
}

const BAN = {
  threshold: null,
  windowMinutes: null,
  forMinutes: 0,
  clearForMinutes: 0,
  minCalls: null,
  severity: "critical",
  repeatMinutes: 60,
  notifyResolved: true,
} as const;

const ACCOUNT_SCOPE = ["accounts", "providers"] as const;

/**
 * The one table of kinds (DESIGN §5). The numbers are Banwatch's own: a ban is told at once, a rate has to last, and what
 * concerns money or a silence leaves people time to look.
 */
const KINDS = {
  "ip-ban": { ...BAN, subject: "address", scope: ["providers"] },
  "key-ban": { ...BAN, subject: "account", scope: ACCOUNT_SCOPE },
  "wrong-key": { ...BAN, subject: "account", scope: ACCOUNT_SCOPE },
  "zero-balance": { ...BAN, subject: "account", scope: ACCOUNT_SCOPE },
  "low-balance": {
    ...BAN,
    subject: "account",
    scope: ACCOUNT_SCOPE,
    threshold: { unit: "balance", side: "below", default: null, clearAt: null },
    severity: "warning",
    repeatMinutes: 1_440,
  },
  "time-to-empty": {
    ...BAN,
    subject: "account",
    scope: ACCOUNT_SCOPE,
    threshold: { unit: "hours", side: "below", default: 24, clearAt: 36 },
    severity: "warning",
    forMinutes: 10,
    repeatMinutes: 1_440,
  },
  "ban-risk": {
    ...BAN,
    subject: "address",
    scope: ["providers"],
    threshold: { unit: "share", side: "above", default: 0.5, clearAt: 0.25 },
    severity: "warning",
    clearForMinutes: 2,
  },
  "error-rate": {
    ...BAN,
    subject: "account",
    scope: ["accounts", "providers", "codes", "proxyKeys"],
    threshold: { unit: "share", side: "above", default: 0.2, clearAt: 0.15 },
    windowMinutes: 5,
    forMinutes: 2,
    clearForMinutes: 5,
    minCalls: 20,
    severity: "warning",
  },
  "provider-unavailable": {
    ...BAN,
    subject: "address",
    scope: ["providers"],
    threshold: { unit: "share", side: "above", default: 0.9, clearAt: 0.5 },
    windowMinutes: 3,
    forMinutes: 2,
    clearForMinutes: 2,
    minCalls: 5,
    severity: "critical",
  },
  "new-code": {
    ...BAN,
    subject: "code",
    scope: ["providers", "codes"],
    windowMinutes: 60,
    severity: "info",
    repeatMinutes: null,
    notifyResolved: false,
  },
  "no-traffic": {
    ...BAN,
    subject: "account",
    scope: ["accounts", "providers"],
    threshold: { unit: "minutes", side: "above", default: 120, clearAt: null },
    minCalls: 100,
    severity: "info",
    repeatMinutes: null,
  },
  "channel-failing": { ...BAN, subject: "channel", scope: [] },
  "deliveries-late": {
    ...BAN,
    subject: "channel",
    scope: [],
    threshold: { unit: "minutes", side: "above", default: 10, clearAt: null },
    severity: "warning",
  },
  "recording-late": {
    ...BAN,
    subject: "installation",
    scope: [],
    threshold: { unit: "minutes", side: "above", default: 1, clearAt: null },
  },
} as const satisfies Record<string, RuleKindFacts>;

export type RuleKind = keyof typeof KINDS;

/** Every kind, in the order in which people are offered them. */
export const RULE_KINDS = Object.freeze(Object.keys(KINDS)) as readonly [RuleKind, ...RuleKind[]];

/** What is known of a kind. */
export const ruleKindFacts = (kind: RuleKind): RuleKindFacts => KINDS[kind];

/** Kinds that follow a cooldown: they begin and end with it, and its ban report tells the rest. */
export const COOLDOWN_KINDS = ["ip-ban", "key-ban", "wrong-key", "zero-balance"] as const satisfies readonly RuleKind[];
export type CooldownKind = (typeof COOLDOWN_KINDS)[number];

/** Kinds by which Banwatch watches itself: made once, never deleted. */
export const SELF_KINDS = [
  "channel-failing",
  "deliveries-late",
  "recording-late",
] as const satisfies readonly RuleKind[];

export const isCooldownKind = (kind: RuleKind): kind is CooldownKind => COOLDOWN_KINDS.some((other) => other === kind);
export const isSelfKind = (kind: RuleKind): boolean => SELF_KINDS.some((other) => other === kind);
