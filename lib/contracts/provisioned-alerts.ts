import { z } from "zod";
import { RULE_KINDS } from "@/lib/domain/alert-rules/kinds";
import { alertLocale, CHANNEL_SHAPES, channelType } from "./alert-channels";
import { severity } from "./alert-notice";
import { ruleSettings } from "./alert-rules";
import { messageTimeZone, updateAlertSettingsRequest } from "./alert-settings";
import { providerId } from "./common";
import { type MaintenanceSchedule, maintenanceSchedule, maintenanceScope } from "./maintenance";
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

const KINDS: readonly unknown[] = ["single", "weekly", "cron"] satisfies MaintenanceSchedule["kind"][];

const instant = z.iso.datetime({ offset: true });

/** The schedule as the API takes it; instants may be written as people do. */
const schedule = z
  .record(z.string(), z.unknown(), { error: `must say when, with kind: ${KINDS.join(", ")}` })
  .transform((given, context) => {
    if (!KINDS.includes(given.kind)) {
      context.addIssue({ code: "custom", path: ["kind"], message: `must be one of ${KINDS.join(", ")}` });
    }
    const read = ([field, value]: [string, unknown]): [string, unknown] => {
      if (!["fromMs", "toMs"].includes(field) || typeof value !== "string") return [field, value];
      if (!instant.safeParse(value).success) {
        const message = "must be an instant such as 2026-12-24T22:00:00Z, or its epoch milliseconds";
        context.addIssue({ code: "custom", path: [field], message });
      }
      return [field, Date.parse(value)];
    };
    return Object.fromEntries(Object.entries(given).map(read));
  })
  .pipe(maintenanceSchedule);

/** A maintenance of the provisioning file, in the API's form, but with the names of accounts for their ids. */
export const provisionedMaintenance = z.strictObject({
  name: label,
  enabled: switchText.default(true),
  schedule,
  scope: z
    .strictObject({ accounts: names.default([]), providers: maintenanceScope.shape.providers })
    .default({ accounts: [], providers: [] }),
});
export type ProvisionedMaintenance = z.infer<typeof provisionedMaintenance>;

/** How the provisioning file wants messages written. */
export const provisionedMessages = z.strictObject({ timeZone: messageTimeZone });
export type ProvisionedMessages = z.infer<typeof provisionedMessages>;

/** The dead man's switch of the provisioning file. */
export const provisionedHeartbeat = z.strictObject({
  url: updateAlertSettingsRequest.shape.heartbeatUrl.unwrap().unwrap(),
  everyMinutes: updateAlertSettingsRequest.shape.heartbeatEveryMinutes.unwrap().default(5),
});
export type ProvisionedHeartbeat = z.infer<typeof provisionedHeartbeat>;
