import type { ProviderId } from "../provider-presets";
import type { RuleKind, Severity } from "./kinds";

/** What a rule looks at; an empty list is everything. */
export interface RuleScope {
  readonly accountIds: string[];
  readonly providers: ProviderId[];
  readonly codes: string[];
  readonly proxyKeyIds: string[];
}

/** All that a rule is set to, as the contract has it (`ruleSettings`). What its kind has no use for is null. */
export interface RuleSettings {
  readonly name: string;
  readonly when: RuleKind;
  readonly enabled: boolean;
  readonly severity: Severity;
  readonly scope: RuleScope;
  /** In the unit of the kind; null for what is either so or not. */
  readonly threshold: number | null;
  /** Of low-balance without a number: which of the account's own thresholds. */
  readonly accountLevel: "low" | "critical" | null;
  /** Where it is over again; null: at the threshold. */
  readonly clearAt: number | null;
  readonly windowMinutes: number | null;
  readonly forMinutes: number;
  readonly clearForMinutes: number;
  readonly minCalls: number | null;
  /** Null: said once. */
  readonly repeatMinutes: number | null;
  readonly notifyResolved: boolean;
  /** Empty: the default channels. */
  readonly channelIds: string[];
  /** Null: nobody else is told. */
  readonly escalateAfterMinutes: number | null;
  readonly escalateToIds: string[];
}

/** A rule as it is given: what is left out is what its kind sets. */
export type PartialRule = { readonly [F in keyof RuleSettings]?: RuleSettings[F] | undefined } & Pick<
  RuleSettings,
  "name" | "when"
>;
