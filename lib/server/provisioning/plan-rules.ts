import type { ProvisionedRule } from "@/lib/contracts/provisioned-alerts";
import { checkRule } from "@/lib/domain/alert-rules/check-rule";
import { completeRule } from "@/lib/domain/alert-rules/complete-rule";
import { DEFAULT_RULES } from "@/lib/domain/alert-rules/default-rules";
import { isSelfKind, ruleKindFacts } from "@/lib/domain/alert-rules/kinds";
import type { RuleSettings } from "@/lib/domain/alert-rules/rule-settings";
import type { RuleRecords } from "../alerts/rules/rule-records";
import { MAX_RULES } from "../alerts/rules/rule-service";
import { StartupError } from "../startup-error";
import type { RuleRecord } from "../store/alerts/rules";
import type { DeclaredFile } from "./read-provisioning-file";

/** What rules may name. */
export interface RuleNameSets {
  readonly accounts: ReadonlySet<string>;
  readonly proxyKeys: ReadonlySet<string>;
  readonly channels: ReadonlySet<string>;
}

/** One declared rule, and the rule that is to become it; null for one that is to be made. */
export interface PlannedRule {
  readonly known: RuleRecord | null;
  /** Complete, but with names where ids are to stand. */
  readonly declared: RuleSettings;
}

export interface RulePlan {
  readonly declared: readonly PlannedRule[];
  /** Rules that an earlier file declared and this one does not, and those whose name goes to one of another kind. */
  readonly released: readonly RuleRecord[];
}

type Refuse = (field: string, why: string) => StartupError;

/** How the file calls what the rule's settings call otherwise. */
function fileFieldOf(field: string, { below }: ProvisionedRule): string {
  const fields: Readonly<Record<string, string>> = {
    threshold: below === undefined ? "above" : "below",
    accountLevel: "level",
    channelIds: "channels",
    escalateToIds: "escalateTo",
    "scope.accountIds": "accounts",
    "scope.providers": "providers",
    "scope.codes": "codes",
    "scope.proxyKeyIds": "proxyKeys",
  };
  return fields[field] ?? field;
}

/** The rule with everything that the file leaves out, and with names where ids are to stand. */
const settingsOf = (rule: ProvisionedRule): RuleSettings =>
  completeRule({
    name: rule.name,
    when: rule.when,
    enabled: rule.enabled,
    severity: rule.severity,
    scope: {
      accountIds: rule.accounts ?? [],
      providers: rule.providers ?? [],
      codes: rule.codes ?? [],
      proxyKeyIds: rule.proxyKeys ?? [],
    },
    threshold: rule.above ?? rule.below,
    accountLevel: rule.level,
    clearAt: rule.clearAt,
    windowMinutes: rule.windowMinutes,
    forMinutes: rule.forMinutes,
    clearForMinutes: rule.clearForMinutes,
    minCalls: rule.minCalls,
    repeatMinutes: rule.repeatMinutes === "never" ? null : rule.repeatMinutes,
    notifyResolved: rule.notifyResolved,
    channelIds: rule.channels,
    escalateAfterMinutes: rule.escalateAfterMinutes,
    escalateToIds: rule.escalateTo,
  });

function assertSide(rule: ProvisionedRule, refuse: Refuse): void {
  const side = ruleKindFacts(rule.when).threshold?.side;
  const other = side === "above" ? "below" : "above";
  if (side !== undefined && rule[other] !== undefined) {
    throw refuse(other, `does not go with ${rule.when}, which alerts ${side} a number`);
  }
}

function assertNames(rule: ProvisionedRule, names: RuleNameSets, refuse: Refuse): void {
  const lists = [
    { field: "accounts", known: names.accounts, what: "account" },
    { field: "proxyKeys", known: names.proxyKeys, what: "proxy key" },
    { field: "channels", known: names.channels, what: "channel" },
    { field: "escalateTo", known: names.channels, what: "channel" },
  ] as const;
  for (const { field, known, what } of lists) {
    const stranger = rule[field]?.find((name) => !known.has(name));
    if (stranger !== undefined) throw refuse(field, `names "${stranger}", which is no ${what} here`);
  }
}

/**
 * The rule of each name; else the default rule that was called so before somebody gave it another name, unless the file
 * names that one as well.
 */
function findKnown(rules: readonly ProvisionedRule[], records: RuleRecords): (RuleRecord | null)[] {
  const sameNames = rules.map(({ name }) => records.findByName(name) ?? null);
  const taken = new Set(sameNames.map((known) => known?.id));
  return rules.map(({ name, when }, index) => {
    const original = DEFAULT_RULES.find(({ settings }) => settings.name === name && settings.when === when);
    const renamed = records.list().find(({ id, defaultKey }) => defaultKey === original?.key && !taken.has(id));
    return sameNames[index] ?? (original === undefined ? null : (renamed ?? null));
  });
}

function assertKind(rule: ProvisionedRule, known: RuleRecord | null, refuse: Refuse): void {
  if (known?.defaultKey && known.settings.when !== rule.when) {
    throw refuse("name", `is the name of a default rule for ${known.settings.when}: choose another`);
  }
  if (isSelfKind(rule.when) && !known?.defaultKey) {
    throw refuse("when", `is of a kind that has one rule: declare it by the name that this rule has`);
  }
}

/**
 * What brings the rules in line with the provisioning file. A declared rule is found by its name, whoever made it; a
 * default rule's name takes that one over. Changes nothing.
 *
 * @throws {StartupError} with file, line and field, for what does not fit the kind or names what is not there
 */
export function planRules(
  { rules, placeOf }: Pick<DeclaredFile, "rules" | "placeOf">,
  names: RuleNameSets,
  records: RuleRecords,
): RulePlan {
  const knownRules = findKnown(rules, records);
  const declared = rules.map((rule, index): PlannedRule => {
    const refuse: Refuse = (field, why) => new StartupError(`${placeOf(["rules", index, field])} ${why}.`);
    assertSide(rule, refuse);
    const settings = settingsOf(rule);
    const [misfit] = checkRule(settings);
    if (misfit !== undefined) throw refuse(fileFieldOf(misfit.field, rule), misfit.message);
    assertNames(rule, names, refuse);
    const known = knownRules[index] ?? null;
    assertKind(rule, known, refuse);
    // A rule keeps its kind, so one of another kind makes room.
    return { known: known?.settings.when === rule.when ? known : null, declared: settings };
  });

  const kept = new Set(declared.map(({ known }) => known?.id));
  const takenNames = new Set(rules.map(({ name }) => name));
  const released = records
    .list()
    .filter(({ id, provisioned, settings }) => !kept.has(id) && (provisioned || takenNames.has(settings.name)));
  const left = records.list().filter((record) => record.defaultKey !== null || !released.includes(record)).length;
  if (left + declared.filter(({ known }) => known === null).length > MAX_RULES) {
    throw new StartupError(`${placeOf(["rules"])} would make more than ${MAX_RULES} rules in all.`);
  }
  return { declared, released };
}
