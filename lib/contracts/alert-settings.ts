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
  /** Messages that wait in all channels. */
  waiting: count,
  /** When rules were last looked at. */
  evaluatedAtMs: epochMs.nullable(),
});
export type AlertSettingsResponse = z.infer<typeof alertSettingsResponse>;

export const updateAlertSettingsRequest = z
  .object({ heartbeatUrl: webAddress.nullable(), heartbeatEveryMinutes: z.int().min(1).max(1_440) })
  .partial();
export type UpdateAlertSettingsRequest = z.infer<typeof updateAlertSettingsRequest>;

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
