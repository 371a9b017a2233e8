import { createHash } from "node:crypto";
import webPush from "web-push";
import type { Severity } from "@/lib/domain/alert-rules/kinds";
import type { ComposedMessage, SendOutcome, SendTo } from "./channel-adapter";
import { deliver, type HttpParts } from "./deliver";
import type { DeliveryProgress } from "./delivery-progress";
import { byteLength, fitText } from "./fit-text";
import type { HttpRequest } from "./http-sender";
import { toPlainWords } from "./message-look";
import { createRedact } from "./redact";

/** Push services take 4 096 bytes once encrypted (RFC 8291, 4); this stays well below. */
const BODY_BYTES = 1_400;
const TITLE_BYTES = 200;
/** How long a push service keeps a message for a browser that is not there. */
const TTL_SECONDS = 24 * 60 * 60;
/** Browsers that are written to at the same time, and how long one of them may take: one must not keep the others. */
const AT_ONCE = 32;
const ONE_BROWSER_TIMEOUT_MS = 8_000;
/** So often one browser's failure has the message tried again although others got it. */
const MAX_TRIES_OF_ONE = 3;

const URGENCY = { critical: "high", warning: "normal", info: "low" } as const satisfies Record<Severity, string>;

/** A browser that somebody switched push on in. */
export interface PushSubscriptionKeys {
  readonly id: string;
  readonly endpoint: string;
  readonly keys: { readonly p256dh: string; readonly auth: string };
}

/** Banwatch's key pair of RFC 8292, base64url. */
export interface VapidKeys {
  readonly publicKey: string;
  readonly privateKey: string;
  /** Whom a push service may write to: a `mailto:` or `https:` address. */
  readonly subject: string;
}

export interface PushParts {
  listSubscriptions(): readonly PushSubscriptionKeys[];
  /** Called when a push service says that a subscription is no more. */
  dropSubscription(id: string): Promise<void>;
  vapidKeys(): Promise<VapidKeys>;
}

/** What the service worker is given: what to show, what it takes the place of, and where a click leads. */
export function formatPush(message: ComposedMessage) {
  const { title, text, links } = toPlainWords(message);
  const link = links.find(({ kind }) => kind === "incident") ?? links[0];
  return {
    title: fitText(title, TITLE_BYTES, undefined, byteLength),
    body: fitText(text, BODY_BYTES, (plain) => plain, jsonBytes),
    /** A newer notification about the same incident takes the place of the older. */
    tag: (message.notices[0]?.incidentId ?? message.dedupKey).slice(0, 100),
    url: link?.url ?? null,
    event: message.event,
    severity: message.severity,
  };
}

const jsonBytes = (text: string) => byteLength(JSON.stringify(text));

/** Encrypted for one browser (RFC 8291), signed with Banwatch's key (RFC 8292), with the headers of RFC 8030. */
export function formatPushRequest(
  message: ComposedMessage,
  { endpoint, keys }: PushSubscriptionKeys,
  vapidDetails: VapidKeys,
): HttpRequest {
  const payload = formatPush(message);
  const { headers, body } = webPush.generateRequestDetails({ endpoint, keys }, JSON.stringify(payload), {
    vapidDetails,
    TTL: TTL_SECONDS,
    urgency: message.event === "resolved" ? "normal" : URGENCY[message.severity],
    topic: createHash("sha256").update(payload.tag).digest("base64url").slice(0, 32),
    contentEncoding: "aes128gcm",
  });
  const { "Content-Length": _counted, ...others } = headers as Record<string, string | number>;
  return {
    url: endpoint,
    headers: Object.fromEntries(Object.entries(others).map(([name, value]) => [name.toLowerCase(), String(value)])),
    body: body as Buffer,
  };
}

/** Of several browsers: what came of all. What has to be tried again goes before what was refused. */
function sumUp(outcomes: readonly SendOutcome[], delivered: number, total: number): SendOutcome {
  const answer = `${delivered} of ${total} browsers`;
  const failed = outcomes.find(({ kind }) => kind === "failed");
  if (failed !== undefined) return { ...failed, answer: `${answer}. ${failed.answer}`.trim() };
  if (delivered > 0) {
    const httpStatus = outcomes.find(({ kind }) => kind === "delivered")?.httpStatus ?? null;
    return { kind: "delivered", httpStatus, answer };
  }
  const [refused] = outcomes;
  // One browser's refusal says nothing of the others, nor of those that are added later.
  if (refused?.kind === "refused") return { ...refused, channelIsGone: false };
  const reason = "Nobody has switched push on in a browser.";
  return { kind: "refused", httpStatus: null, answer: "", reason, channelIsGone: false };
}

/** Browser push, to every browser that it is switched on in. A subscription that is no more is dropped. */
export function createSendPush(
  parts: HttpParts,
  progress: DeliveryProgress,
  { listSubscriptions, dropSubscription, vapidKeys: getVapidKeys }: PushParts,
): SendTo<"push"> {
  const sendToOne = async (
    message: ComposedMessage,
    subscription: PushSubscriptionKeys,
    vapidKeys: VapidKeys,
    signal: AbortSignal,
  ): Promise<SendOutcome> => {
    const { id, endpoint, keys } = subscription;
    const redact = createRedact([endpoint, keys.auth, vapidKeys.privateKey]);
    let request: HttpRequest;
    try {
      request = formatPushRequest(message, subscription, vapidKeys);
    } catch {
      const reason = "The browser's subscription is not usable: switch push off and on there.";
      return { kind: "refused", httpStatus: null, answer: "", reason, channelIsGone: false };
    }
    const either = AbortSignal.any([signal, AbortSignal.timeout(ONE_BROWSER_TIMEOUT_MS)]);
    const outcome = await deliver(parts, "push", request, redact, either);
    if (outcome.kind === "delivered") progress.markDone(message.dedupKey, id);
    if (outcome.kind === "refused" && outcome.channelIsGone) await dropSubscription(id);
    return outcome;
  };

  return async (message, _settings, signal) => {
    try {
      const subscriptions = listSubscriptions();
      const left = subscriptions.filter(({ id }) => !progress.isDone(message.dedupKey, id));
      const vapidKeys = await getVapidKeys();
      const outcomes = new Map<string, SendOutcome>();
      const queue = [...left];
      const work = async () => {
        for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
          outcomes.set(one.id, await sendToOne(message, one, vapidKeys, signal));
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      const delivered = subscriptions.filter(({ id }) => progress.isDone(message.dedupKey, id)).length;
      const counted = [...outcomes].filter(
        ([id, { kind }]) =>
          kind !== "failed" || progress.countFailure(message.dedupKey, id) < MAX_TRIES_OF_ONE || delivered === 0,
      );
      const outcome = sumUp(
        counted.map(([, one]) => one),
        delivered,
        subscriptions.length,
      );
      if (outcome.kind !== "failed") progress.forget(message.dedupKey);
      return outcome;
    } catch {
      const reason = "Banwatch could not read the browsers' subscriptions.";
      return { kind: "failed", httpStatus: null, answer: "", reason, retryAfterMs: null };
    }
  };
}
