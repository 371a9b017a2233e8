import { completeRule } from "./complete-rule";
import { RULE_KINDS, type RuleKind } from "./kinds";
import type { RuleSettings } from "./rule-settings";

export interface DefaultRule {
  /** Stays the same over versions, such as "default-ip-ban". */
  readonly key: string;
  readonly settings: RuleSettings;
}

const NAMES: Readonly<Record<RuleKind, string>> = {
  "ip-ban": "IP address banned",
  "key-ban": "Key banned",
  "wrong-key": "Key not known",
  "zero-balance": "No balance left",
  "low-balance": "Balance low",
  "time-to-empty": "Balance used up soon",
  "ban-risk": "Ban likely soon",
  "error-rate": "Many errors",
  "provider-unavailable": "Provider unavailable",
  "new-code": "Code never seen before",
  "no-traffic": "No calls",
  "channel-failing": "Channel takes no messages",
  "deliveries-late": "Messages wait",
  "recording-late": "Recording is behind",
};

const ofKind = (when: RuleKind): DefaultRule => ({
  key: `default-${when}`,
  settings: completeRule({ name: NAMES[when], when }),
});

const CRITICAL_BALANCE: DefaultRule = {
  key: "default-critical-balance",
  settings: completeRule({ name: "Balance critical", when: "low-balance", accountLevel: "critical" }),
};

/**
 * The rules that are there from the first minute (DESIGN §5): one of each kind as the kind sets it, and of low balance
 * one for each of the account's own thresholds. In the order of the kinds.
 */
export const DEFAULT_RULES: readonly DefaultRule[] = RULE_KINDS.flatMap((when) =>
  when === "low-balance" ? [ofKind(when), CRITICAL_BALANCE] : [ofKind(when)],
);
