import { completeRule } from "@/lib/domain/alert-rules/complete-rule";
import type { RuleKind } from "@/lib/domain/alert-rules/kinds";
import type { RuleSettings } from "@/lib/domain/alert-rules/rule-settings";
import type { ScopedAccount } from "@/lib/server/alerts/measure/rule-subjects";
import type { CallTotal } from "@/lib/server/store/alerts/call-totals";
import type { RuleRecord } from "@/lib/server/store/alerts/rules";

export const MAIN: ScopedAccount = {
  id: "account-1",
  name: "main",
  provider: "ez-captcha",
  providerHost: "api.ez-captcha.com",
};
export const OTHER: ScopedAccount = {
  id: "account-2",
  name: "other",
  provider: "capsolver",
  providerHost: "api.capsolver.com",
};

/** A rule as its kind sets it, but for what is given. */
export const settingsOf = (when: RuleKind, changes: Partial<RuleSettings> = {}): RuleSettings =>
  completeRule({ name: when, when, ...changes });

export const ruleOf = (when: RuleKind, changes: Partial<RuleSettings> = {}): RuleRecord => ({
  id: `rule-${when}`,
  defaultKey: null,
  settings: settingsOf(when, changes),
  provisioned: false,
  createdAtMs: 0,
  updatedAtMs: 0,
});

/** Calls of a program with the account's own key that the provider answered well, but for what is given. */
export const totalOf = (calls: number, changes: Partial<CallTotal> = {}): CallTotal => ({
  atMs: 0,
  accountId: MAIN.id,
  proxyKeyId: "",
  source: "program",
  origin: "upstream",
  code: "",
  calls,
  ...changes,
});
