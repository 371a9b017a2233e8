import { createHmac } from "node:crypto";
import type { ComposedMessage, SendTo } from "./channel-adapter";
import { deliver, type HttpParts, JSON_HEADERS } from "./deliver";
import { createRedact } from "./redact";
import { toWebhookPayload } from "./webhook-payload";

const SECRET_PREFIX = "whsec_";

/** The bytes of a secret: `whsec_` and base64 as Standard Webhooks writes it, any other text as it is. */
function readSigningKey(secret: string): Buffer {
  const encoded = secret.slice(SECRET_PREFIX.length);
  const isEncoded = secret.startsWith(SECRET_PREFIX) && /^[A-Za-z0-9+/]+={0,2}$/.test(encoded);
  return isEncoded ? Buffer.from(encoded, "base64") : Buffer.from(secret, "utf8");
}

/**
 * The headers of a message (Standard Webhooks 1.0). The id is the same for every attempt, the timestamp is that of the
 * attempt, so that a receiver may refuse old ones.
 *
 * @param secret without one the message is not signed
 */
export function signWebhook(id: string, body: string, secret: string | undefined, nowMs: number) {
  const timestamp = String(Math.floor(nowMs / 1_000));
  const headers = { "webhook-id": id, "webhook-timestamp": timestamp };
  if (secret === undefined) return headers;
  const signature = createHmac("sha256", readSigningKey(secret)).update(`${id}.${timestamp}.${body}`).digest("base64");
  return { ...headers, "webhook-signature": `v1,${signature}` };
}

/** One attempt at a message, for programs. */
export function formatWebhook(message: ComposedMessage, secret: string | undefined, nowMs: number) {
  const body = JSON.stringify(toWebhookPayload(message));
  return { headers: { ...JSON_HEADERS, ...signWebhook(message.dedupKey, body, secret, nowMs) }, body };
}

/** The generic webhook. */
export const createSendWebhook =
  (parts: HttpParts): SendTo<"webhook"> =>
  (message, { url, secret }, signal) =>
    deliver(
      parts,
      "webhook",
      { url, ...formatWebhook(message, secret, parts.nowMs()) },
      createRedact([url, secret]),
      signal,
    );
