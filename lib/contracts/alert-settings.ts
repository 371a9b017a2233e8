import { z } from "zod";
import { count, epochMs } from "./common";

const webAddress = z
  .string()
  .trim()
  .max(2_000)
  .refine(
    (text) => /^https?:$/.test(URL.parse(text)?.protocol ?? ""),
    "must be an address such as https://hc-ping.com/…",
  );

/**
 * A time zone that this runtime knows by name, UTC included, also by an older or newer name of it. An offset alone is
 * none: it knows of no summer time, and not every runtime takes it.
 */
export const messageTimeZone = z
  .string()
  .max(60)
  .refine((name) => {
    try {
      const { timeZone } = new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions();
      return timeZone === "UTC" || Intl.supportedValuesOf("timeZone").includes(timeZone);
    } catch {
      return false;
    }
  }, "must be a time zone such as Europe/Berlin");

/** A dead man's switch: asked for every few minutes while alerts work, so that somebody else notices when they do not. */
export const heartbeat = z.object({
  /** Its host and last four characters; null when there is none. */
  hint: z.string().nullable(),
  everyMinutes: z.int().min(1).max(1_440),
  lastSentAtMs: epochMs.nullable(),
  /** Why the newest was not taken; null when it was. */
  problem: z.string().nullable(),
  provisioned: z.boolean(),
});

export const alertSettingsResponse = z.object({
  serverNowMs: epochMs,
  heartbeat,
  messages: z.object({
    /** Whose clocks messages show. One that only another version of the runtime knows may stand here. */
    timeZone: z.string(),
    /** The provisioning file declares it. */
    provisioned: z.boolean(),
  }),
  /** Messages that wait in all channels. */
  waiting: count,
  /** When rules were last looked at. */
  evaluatedAtMs: epochMs.nullable(),
});
export type AlertSettingsResponse = z.infer<typeof alertSettingsResponse>;

export const updateAlertSettingsRequest = z
  .object({
    heartbeatUrl: webAddress.nullable(),
    heartbeatEveryMinutes: z.int().min(1).max(1_440),
    timeZone: messageTimeZone,
  })
  .partial();
export type UpdateAlertSettingsRequest = z.infer<typeof updateAlertSettingsRequest>;

/** What came of a heartbeat that somebody sent by hand, as it came. */
export const sendHeartbeatResponse = z.object({
  serverNowMs: epochMs,
  taken: z.boolean(),
  /** Null where no answer came. */
  httpStatus: z.int().nullable(),
  /** Cut at 500 characters, without the address. */
  answer: z.string(),
  latencyMs: count,
  /** Of one that was not taken: why, in English. */
  reason: z.string().nullable(),
});
export type SendHeartbeatResponse = z.infer<typeof sendHeartbeatResponse>;

/** What a browser needs to switch push on: RFC 8292's public key, base64url. */
export const pushResponse = z.object({
  publicKey: z.string(),
  /** The browsers of whoever asks. */
  subscriptions: z.array(
    z.object({ id: z.string(), userAgent: z.string(), createdAtMs: epochMs, endpointHash: z.string() }),
  ),
});
export type PushResponse = z.infer<typeof pushResponse>;

/** As `PushSubscription.toJSON()` gives it (W3C Push API). */
export const subscribePushRequest = z.object({
  endpoint: z.url({ protocol: /^https?$/ }).max(2_000),
  keys: z.object({ p256dh: z.string().min(80).max(100), auth: z.string().min(20).max(30) }),
});
export type SubscribePushRequest = z.infer<typeof subscribePushRequest>;
