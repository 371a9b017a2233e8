import { z } from "zod";
import { LOCALES } from "@/lib/domain/locales";
import { saidEvent } from "./alert-notice";
import { count, epochMs } from "./common";
import { templateProblem } from "./template-problem";
import { label } from "./text";

export const CHANNEL_TYPES = [
  "slack",
  "discord",
  "teams",
  "telegram",
  "email",
  "ntfy",
  "pagerduty",
  "webhook",
  "push",
] as const;
export const channelType = z.enum(CHANNEL_TYPES, { error: `must be one of ${CHANNEL_TYPES.join(", ")}` });
export type ChannelType = z.infer<typeof channelType>;

const url = (example: string) =>
  z
    .string()
    .trim()
    .max(2_000)
    .refine((text) => {
      const parsed = URL.parse(text);
      return parsed !== null && /^https?:$/.test(parsed.protocol);
    }, `must be an address such as ${example}`);
const secretText = z.string().trim().min(1, "must not be empty").max(500);
const line = z.string().trim().min(1, "must not be empty").max(300);
const emailAddress = z.email({ error: "must be an e-mail address" }).max(254);

/**
 * What each type of channel is set up with. `open` is shown to admins as it is; `secret` is encrypted, and shown as its
 * last characters. An address that lets whoever knows it post there is a secret.
 */
export const CHANNEL_SHAPES = {
  slack: {
    /** Mattermost takes the older form of Slack's messages. */
    open: z.strictObject({ flavour: z.enum(["slack", "mattermost"]).default("slack") }),
    secret: z.strictObject({ url: url("https://hooks.slack.com/services/…") }),
  },
  discord: { open: z.strictObject({}), secret: z.strictObject({ url: url("https://discord.com/api/webhooks/…") }) },
  teams: { open: z.strictObject({}), secret: z.strictObject({ url: url("https://….logic.azure.com/workflows/…") }) },
  telegram: {
    open: z.strictObject({
      chatId: line,
      threadId: z.int().positive().optional(),
      baseUrl: url("https://api.telegram.org").default("https://api.telegram.org"),
    }),
    secret: z.strictObject({ botToken: secretText }),
  },
  email: {
    open: z.strictObject({
      host: line,
      port: z.int().min(1).max(65_535).default(587),
      /** starttls: refused where the server does not offer it. tls: from the first byte. none: only on a network you trust. */
      security: z.enum(["starttls", "tls", "none"]).default("starttls"),
      username: line.optional(),
      from: emailAddress,
      to: z.array(emailAddress).min(1, "must name at least one address").max(20),
    }),
    secret: z.strictObject({ password: secretText.optional() }),
  },
  ntfy: {
    open: z.strictObject({
      baseUrl: url("https://ntfy.sh").default("https://ntfy.sh"),
      topic: z.string().regex(/^[-_A-Za-z0-9]{1,64}$/, "must be 1 to 64 letters, digits, - or _"),
    }),
    /** An access token of a protected topic. */
    secret: z.strictObject({ token: secretText.optional() }),
  },
  pagerduty: {
    open: z.strictObject({
      baseUrl: url("https://events.pagerduty.com").default("https://events.pagerduty.com"),
    }),
    secret: z.strictObject({ routingKey: secretText }),
  },
  webhook: {
    open: z.strictObject({}),
    secret: z.strictObject({
      url: url("https://hooks.example.org/ban"),
      /** Signs each message; `whsec_` and base64, or any text. */
      secret: z.string().trim().min(16, "must have at least 16 characters").max(500).optional(),
    }),
  },
  /** Goes to the browsers that people switched it on in. */
  push: { open: z.strictObject({}), secret: z.strictObject({}) },
} as const satisfies Record<ChannelType, { open: z.ZodObject; secret: z.ZodObject }>;

export type ChannelOpen<T extends ChannelType> = z.infer<(typeof CHANNEL_SHAPES)[T]["open"]>;
export type ChannelSecret<T extends ChannelType> = z.infer<(typeof CHANNEL_SHAPES)[T]["secret"]>;

/** The field of a type's settings that stays hidden, by name. */
export const secretFieldsOf = (type: ChannelType): string[] => Object.keys(CHANNEL_SHAPES[type].secret.shape);

/** Liquid templates in place of the built-in texts. Null: the built-in one. */
export const channelTemplates = z.strictObject({
  title: z.string().max(500).nullable().default(null),
  text: z.string().max(4_000).nullable().default(null),
});
export type ChannelTemplates = z.infer<typeof channelTemplates>;

export const alertLocale = z.enum(LOCALES);

const common = {
  name: label,
  /** Gets the alerts of every rule that names no channels. */
  isDefault: z.boolean(),
  enabled: z.boolean(),
  locale: alertLocale,
  templates: channelTemplates,
};

export const alertChannel = z.object({
  id: z.string(),
  type: channelType,
  ...common,
  /** The type's `open` settings. */
  settings: z.record(z.string(), z.unknown()),
  /** Of each secret that is set its last four characters; of an address its host as well. */
  secrets: z.record(z.string(), z.string()),
  provisioned: z.boolean(),
  /** Why Banwatch switched it off: the service said that it will not take messages any more. */
  refusal: z.object({ atMs: epochMs, reason: z.string() }).nullable(),
  lastDeliveredAtMs: epochMs.nullable(),
  /** The newest failure, also one that a later attempt made good. */
  lastFailure: z.object({ atMs: epochMs, reason: z.string() }).nullable(),
  /** Messages that wait, and since when the oldest does. */
  waiting: z.object({ deliveries: count, oldestAtMs: epochMs.nullable() }),
  /** Of push: in how many browsers it is on. */
  subscribers: count.nullable(),
  createdAtMs: epochMs,
});
export type AlertChannel = z.infer<typeof alertChannel>;

export const channelListResponse = z.object({ serverNowMs: epochMs, channels: z.array(alertChannel) });
export type ChannelListResponse = z.infer<typeof channelListResponse>;

/** Name, type, and what the type asks for: `open` and `secret` fields together, checked by the service. */
const settings = z.record(z.string(), z.unknown());

export const createChannelRequest = z.object({
  type: channelType,
  settings,
  name: common.name,
  isDefault: common.isDefault.default(false),
  enabled: common.enabled.default(true),
  locale: common.locale.default("en"),
  templates: channelTemplates.default({ title: null, text: null }),
});
export type CreateChannelRequest = z.infer<typeof createChannelRequest>;

/** A secret that is left out of `settings` stays as it is; every other field of them is replaced. */
export const updateChannelRequest = z.object({ ...common, settings }).partial();
export type UpdateChannelRequest = z.infer<typeof updateChannelRequest>;

export const channelResponse = z.object({
  serverNowMs: epochMs,
  channel: alertChannel,
  /** What its templates name that there is not. One that cannot be read is refused. */
  warnings: z.array(templateProblem),
});
export type ChannelResponse = z.infer<typeof channelResponse>;

/** Either a channel as it is, or one as it would be once saved; with `id` secrets that are left out are that channel's. */
export const testChannelRequest = z.object({
  id: z.string().max(100).optional(),
  draft: createChannelRequest.optional(),
});
export type TestChannelRequest = z.infer<typeof testChannelRequest>;

/** What the service answered, as it came. */
export const testChannelResponse = z.object({
  delivered: z.boolean(),
  /** Null where no answer came. */
  httpStatus: z.int().nullable(),
  /** Cut at 500 characters, without the channel's secrets. */
  answer: z.string(),
  latencyMs: count,
  /** Of a failure: what to do, in English. */
  reason: z.string().nullable(),
});
export type TestChannelResponse = z.infer<typeof testChannelResponse>;

export const previewTemplatesRequest = z.object({
  type: channelType,
  locale: alertLocale,
  templates: channelTemplates,
  event: saidEvent.default("firing"),
});
export type PreviewTemplatesRequest = z.infer<typeof previewTemplatesRequest>;

/** The message of a made-up alert, and what templates may name. */
export const previewTemplatesResponse = z.object({
  title: z.string(),
  text: z.string(),
  /** What is wrong with the templates; the built-in text stands in the place of one that cannot be used. */
  problems: z.array(templateProblem),
  variables: z.array(z.object({ name: z.string(), example: z.string() })),
});
export type PreviewTemplatesResponse = z.infer<typeof previewTemplatesResponse>;
