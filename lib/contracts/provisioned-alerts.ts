import { z } from "zod";
import { RULE_KINDS } from "@/lib/domain/alert-rules/kinds";
import { alertLocale, CHANNEL_SHAPES, channelType } from "./alert-channels";
import { severity } from "./alert-notice";
import { ruleSettings } from "./alert-rules";
import { updateAlertSettingsRequest } from "./alert-settings";
import { count, providerId } from "./common";
import { timeZone } from "./maintenance";
import { label } from "./text";

const names = z.array(label).max(100);
const switchText = z.boolean({ error: "must be true or false" });

/** Complains about what a type's settings lack, have wrong or do not know, with the field's name in the file. */
function checkSettings(entry: z.infer<typeof channelEntry>, context: z.RefinementCtx): void {
  const { open, secret } = CHANNEL_SHAPES[entry.type];
  const known = { ...open.shape, ...secret.shape };
  const settings = settingsOf(entry);
  for (const field of Object.keys(settings).filter((name) => !Object.hasOwn(known, name))) {
    const message = `is no setting of a channel of the type ${entry.type}`;
    context.addIssue({ code: "custom", path: [field], message });
  }
  for (const [field, shape] of Object.entries(known)) {
    const parsed = (shape as z.ZodType).safeParse(settings[field]);
    const [issue] = parsed.error?.issues ?? [];
    if (issue === undefined) continue;
    const message = settings[field] === undefined ? "must be given" : issue.message;
    context.addIssue({ code: "custom", path: [field, ...issue.path], message });
  }
}

const channelEntry = z.looseObject({
  name: label,
  type: channelType,
  /** Gets the alerts of every rule that names no channels. */
  default: switchText.default(false),
  enabled: switchText.default(true),
  locale: alertLocale.default("en"),
  /** Liquid templates in place of the built-in texts. */
  titleTemplate: z.string().max(500).nullable().default(null),
  textTemplate: z.string().max(4_000).nullable().default(null),
});

const COMMON_FIELDS = new Set(Object.keys(channelEntry.shape));

const settingsOf = (entry: z.infer<typeof channelEntry>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(entry).filter(([field]) => !COMMON_FIELDS.has(field)));

/** A channel of the provisioning file: what its type asks for stands beside its name, secrets included. */
export const provisionedChannel = channelEntry.superRefine(checkSettings).transform((entry) => ({
  name: entry.name,
  type: entry.type,
  isDefault: entry.default,
  enabled: entry.enabled,
  locale: entry.locale,
  templates: { title: entry.titleTemplate, text: entry.textTemplate },
  /** Open and secret fields together, as the API takes them. */
  settings: settingsOf(entry),
}));
export type ProvisionedChannel = z.infer<typeof provisionedChannel>;

const { threshold, clearAt, windowMinutes, forMinutes, clearForMinutes, minCalls, repeatMinutes } = ruleSettings.shape;
const { escalateAfterMinutes } = ruleSettings.shape;

/** A rule of the provisioning file. What is left out is what its kind sets; what it hangs on is called by its name. */
export const provisionedRule = z
  .strictObject({
    name: label,
    when: z.enum(RULE_KINDS, { error: `must be one of ${RULE_KINDS.join(", ")}` }),
    enabled: switchText.optional(),
    severity: severity.optional(),
    above: threshold.unwrap().optional(),
    below: threshold.unwrap().optional(),
    /** Of low-balance without a number: which of the account's own thresholds. */
    level: z.enum(["low", "critical"], { error: "must be low or critical" }).optional(),
    clearAt: clearAt.optional(),
    windowMinutes: windowMinutes.unwrap().optional(),
    forMinutes: forMinutes.optional(),
    clearForMinutes: clearForMinutes.optional(),
    minCalls: minCalls.unwrap().optional(),
    /** `never` or null: said once. */
    repeatMinutes: z.literal("never").or(repeatMinutes).optional(),
    notifyResolved: switchText.optional(),
    accounts: names.optional(),
    providers: z.array(providerId).max(20).optional(),
    codes: z.array(z.string().min(1).max(200)).max(100).optional(),
    proxyKeys: names.optional(),
    channels: names.optional(),
    escalateAfterMinutes: escalateAfterMinutes.unwrap().optional(),
    escalateTo: names.optional(),
  })
  .refine(({ above, below }) => above === undefined || below === undefined, {
    path: ["below"],
    message: "must not be given together with above",
  });
export type ProvisionedRule = z.infer<typeof provisionedRule>;

const DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

const day = z.enum(DAYS, { error: `must be one of ${DAYS.join(", ")}` }).transform((name) => DAYS.indexOf(name) + 1);

const instant = z.iso
  .datetime({ offset: true, error: "must be an instant such as 2026-12-24T22:00:00Z" })
  .transform((text) => Date.parse(text));

const maintenanceEntry = z.strictObject({
  name: label,
  enabled: switchText.default(true),
  accounts: names.default([]),
  providers: z.array(providerId).max(20).default([]),
  from: instant.optional(),
  to: instant.optional(),
  days: z.array(day).min(1, "must name at least one day").max(7).optional(),
  at: z.string().optional(),
  cron: z.string().optional(),
  durationMinutes: count.optional(),
  timeZone: timeZone.optional(),
});

/** Which fields each way of saying when has; the first of each tells which way it is. */
const WAYS = {
  single: ["from", "to"],
  weekly: ["days", "at", "durationMinutes", "timeZone"],
  cron: ["cron", "durationMinutes", "timeZone"],
} as const;

type When = (typeof WAYS)[keyof typeof WAYS][number];

/** Which way an entry says when, complaining about what is missing or is of another way. */
function wayOf(entry: z.infer<typeof maintenanceEntry>, context: z.RefinementCtx): keyof typeof WAYS {
  const given = (Object.values(WAYS).flat() as When[]).filter((field) => entry[field] !== undefined);
  const way = given.includes("cron") ? "cron" : given.includes("days") || given.includes("at") ? "weekly" : "single";
  const asked: readonly When[] = WAYS[way];
  for (const field of asked) {
    if (entry[field] === undefined) context.addIssue({ code: "custom", path: [field], message: "must be given" });
  }
  for (const field of given.filter((name) => !asked.includes(name))) {
    context.addIssue({ code: "custom", path: [field], message: `does not go with ${asked[0]}` });
  }
  return way;
}

/** A maintenance of the provisioning file: `from` and `to`, or `days` and `at`, or `cron`. */
export const provisionedMaintenance = maintenanceEntry.transform((entry, context) => {
  const { name, enabled, accounts, providers, durationMinutes = 0, timeZone: zone = "UTC" } = entry;
  const way = wayOf(entry, context);
  const length = { durationMinutes, timeZone: zone };
  const schedules = {
    single: { kind: "single", fromMs: entry.from ?? 0, toMs: entry.to ?? 0 },
    weekly: { kind: "weekly", days: entry.days ?? [], at: entry.at ?? "", ...length },
    cron: { kind: "cron", expression: entry.cron ?? "", ...length },
  } as const;
  return { name, enabled, accounts, providers, schedule: schedules[way] };
});
export type ProvisionedMaintenance = z.infer<typeof provisionedMaintenance>;

/** The dead man's switch of the provisioning file. */
export const provisionedHeartbeat = z.strictObject({
  url: updateAlertSettingsRequest.shape.heartbeatUrl.unwrap().unwrap(),
  everyMinutes: updateAlertSettingsRequest.shape.heartbeatEveryMinutes.unwrap().default(5),
});
export type ProvisionedHeartbeat = z.infer<typeof provisionedHeartbeat>;
