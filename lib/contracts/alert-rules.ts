import { z } from "zod";
import { ruleKind, severity } from "./alert-notice";
import { count, epochMs, providerId } from "./common";
import { label } from "./text";

const minutes = (least: number, most: number) =>
  z
    .int({ error: "must be a whole number of minutes" })
    .min(least, `must be at least ${least}`)
    .max(most, `must be at most ${most}`);
const ids = z.array(z.string().min(1).max(200)).max(100);

/** What a rule looks at; an empty list is everything. */
export const ruleScope = z.strictObject({
  accountIds: ids.default([]),
  providers: z.array(providerId).max(20).default([]),
  codes: ids.default([]),
  proxyKeyIds: ids.default([]),
});
export type RuleScope = z.infer<typeof ruleScope>;

const WEEK_MINUTES = 10_080;

/** All that a rule is set to. What its kind has no use for stays at null. */
export const ruleSettings = z.strictObject({
  name: label,
  when: ruleKind,
  enabled: z.boolean(),
  severity,
  scope: ruleScope,
  /** In the unit of the kind: a share of 1, minutes, hours, or the account's unit. Null for what is either so or not. */
  threshold: z.number().min(0, "must not be negative").max(1e15).nullable(),
  /** Of low-balance without a number: which of the account's own thresholds. */
  accountLevel: z.enum(["low", "critical"]).nullable(),
  /** Where it is over again, on the calm side of the threshold; null: at the threshold. */
  clearAt: z.number().min(0, "must not be negative").max(1e15).nullable(),
  windowMinutes: minutes(1, 1_440).nullable(),
  forMinutes: minutes(0, 1_440),
  clearForMinutes: minutes(0, 1_440),
  minCalls: count.max(1_000_000).nullable(),
  /** Null: said once. */
  repeatMinutes: minutes(5, WEEK_MINUTES).nullable(),
  notifyResolved: z.boolean(),
  /** Empty: the default channels. */
  channelIds: ids,
  /** Null: nobody else is told. */
  escalateAfterMinutes: minutes(1, WEEK_MINUTES).nullable(),
  escalateToIds: ids,
});
export type RuleSettings = z.infer<typeof ruleSettings>;

export const alertRule = z.object({
  id: z.string(),
  ...ruleSettings.shape,
  /** One of those that were there from the first minute: it can be paused and changed, and put back as it was. */
  isDefault: z.boolean(),
  provisioned: z.boolean(),
  /** Open incidents of it now. */
  firing: count,
  lastFiredAtMs: epochMs.nullable(),
});
export type AlertRule = z.infer<typeof alertRule>;

export const ruleListResponse = z.object({ serverNowMs: epochMs, rules: z.array(alertRule) });
export type RuleListResponse = z.infer<typeof ruleListResponse>;

/** What is left out is what the kind sets where nobody says otherwise. */
export const createRuleRequest = ruleSettings.partial().required({ name: true, when: true });
export type CreateRuleRequest = z.infer<typeof createRuleRequest>;

/** A rule keeps its kind. */
export const updateRuleRequest = ruleSettings.omit({ when: true }).partial();
export type UpdateRuleRequest = z.infer<typeof updateRuleRequest>;

export const ruleResponse = z.object({ serverNowMs: epochMs, rule: alertRule });

/** A rule as it would be once saved. */
export const rulePreviewRequest = createRuleRequest;

/** When a rule would have fired in the last 30 days, by what is still known of them. */
export const rulePreviewResponse = z.object({
  serverNowMs: epochMs,
  fromMs: epochMs,
  toMs: epochMs,
  /** The oldest first, at most 500. */
  firings: z.array(
    z.object({
      subject: z.string(),
      fromMs: epochMs,
      /** Null: it would be firing now. */
      toMs: epochMs.nullable(),
      /** The worst value, in the unit of the kind; null for what is either so or not. */
      peak: z.number().nullable(),
    }),
  ),
  /** How many there were in all. */
  total: count,
  /** Of each subject that has the most extreme values: what was measured, for a chart; at most three. */
  series: z.array(
    z.object({ subject: z.string(), points: z.array(z.object({ atMs: epochMs, value: z.number().nullable() })) }),
  ),
  /** Before this instant only hours are known, not minutes; null where everything is exact. */
  coarseBeforeMs: epochMs.nullable(),
  /** Before this instant nothing is known; null where the whole period is. */
  unknownBeforeMs: epochMs.nullable(),
});
export type RulePreviewResponse = z.infer<typeof rulePreviewResponse>;
