import { createHash } from "node:crypto";
import webPush from "web-push";
import type { Severity } from "@/lib/domain/alert-rules/kinds";
import type { VapidKeys } from "../push/vapid-keys";
import type { ComposedMessage, SendOutcome, SendTo } from "./channel-adapter";
import { deliver, type HttpParts } from "./deliver";
import type { DeliveryProgress } from "./delivery-progress";
import { byteLength, fitText } from "./fit-text";
import type { HttpRequest } from "./http-sender";
import { toPlainWords } from "./message-look";

/** Push services take 4 096 bytes once encrypted (RFC 8291, 4); this stays well below. */
const BODY_BYTES = 1_400;
const TITLE_BYTES = 200;
/** How long a push service keeps a message for a browser that is not there. */
const TTL_SECONDS = 24 * 60 * 60;
/** Browsers that are written to at the same time, and how long one of them may take: one must not keep the others. */
const AT_ONCE = 32;
const ONE_BROWSER_TIMEOUT_MS = 8_000;
/** So often one browser may fail to take a message. */
const MAX_TRIES_OF_ONE = 3;
/** Browsers that one attempt writes to; the next attempt goes on with the others. */
const MAX_OF_ATTEMPT = 200;
/** Anybody's browser names its push service: it must not hold up the others for a day. */
const MAX_RETRY_AFTER_MS = 5 * 60 * 1_000;
/** Before the last try of a message that nobody has: what all browsers fail for may be Banwatch's own network. */
const LAST_TRY_WAIT_MS = 10 * 60 * 1_000;

const URGENCY = { critical: "high", warning: "normal", info: "low" } as const satisfies Record<Severity, string>;

/** A browser that somebody switched push on in. */
export interface PushSubscriptionKeys {
  readonly id: string;
  readonly endpoint: string;
  readonly keys: { readonly p256dh: string; readonly auth: string };
}

export interface PushParts {
  listSubscriptions(): readonly PushSubscriptionKeys[];
  /** Called when a push service says that a subscription is no more. */
  dropSubscription(id: string): Promise<void>;
  vapidKeys(): Promise<VapidKeys>;
}

/**
 * What a notification takes the place of: a newer one about an incident that of the older, seen or (RFC 8030, 5.4) still
 * on its way. One about several incidents takes the place of itself only: else the end of one would hide the others.
 */
function tagOf({ notices, dedupKey }: ComposedMessage): string {
  const [only, ...others] = new Set(notices.map(({ incidentId }) => incidentId));
  return only === undefined || others.length > 0 ? dedupKey : only;
}

/** What the service worker is given: what to show, what it takes the place of, and where a click leads. */
export function formatPush(message: ComposedMessage) {
  const { title, text, links } = toPlainWords(message);
  const link = links.find(({ kind }) => kind === "incident") ?? links[0];
  return {
    title: fitText(title, TITLE_BYTES, undefined, byteLength),
    body: fitText(text, BODY_BYTES, (plain) => plain, jsonBytes),
    tag: tagOf(message).slice(0, 100),
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

/** Of several browsers: what came of all. `triesLeft` has a number for each that is to be tried again. */
function sumUp(
  outcomes: readonly SendOutcome[],
  delivered: number,
  total: number,
  triesLeft: readonly number[],
): SendOutcome {
  const answer = `${delivered} of ${total} browsers`;
  if (triesLeft.length > 0) {
    const failed = outcomes.filter((one) => one.kind === "failed");
    const waits = failed.flatMap(({ retryAfterMs }) => (retryAfterMs === null ? [] : [retryAfterMs]));
    const askedMs = waits.length < triesLeft.length ? null : Math.min(...waits, MAX_RETRY_AFTER_MS);
    const isLastTry = delivered === 0 && triesLeft.every((tries) => tries === 1);
    const retryAfterMs = isLastTry ? LAST_TRY_WAIT_MS : askedMs;
    const { httpStatus = null, reason = "Not every browser could be written to in time." } = failed[0] ?? {};
    return { kind: "failed", httpStatus, answer, reason, retryAfterMs };
  }
  if (delivered > 0) {
    const httpStatus = outcomes.find(({ kind }) => kind === "delivered")?.httpStatus ?? null;
    return { kind: "delivered", httpStatus, answer };
  }
  const [first] = outcomes;
  // What one browser's service says tells nothing of the others, nor of those that are added later.
  if (first !== undefined && first.kind !== "delivered") {
    const { httpStatus, reason } = first;
    return { kind: "refused", httpStatus, answer, reason, channelIsGone: false };
  }
  const reason = total > 0 ? "No browser took the message." : "Nobody has switched push on in a browser.";
  return { kind: "refused", httpStatus: null, answer: "", reason, channelIsGone: false };
}

/**
 * Browser push, to every browser that it is switched on in. A subscription that is no more is dropped.
 *
 * Of what a push service answers only the status is kept: people of every role name its address, and could have anybody's
 * answers read to them.
 */
export function createSendPush(
  parts: HttpParts,
  progress: DeliveryProgress,
  { listSubscriptions, dropSubscription, vapidKeys: getVapidKeys }: PushParts,
): SendTo<"push"> {
  /** How often each browser failed since it last took a message: those that are dead come last. */
  const failures = new Map<string, number>();

  const sendToOne = async (
    message: ComposedMessage,
    subscription: PushSubscriptionKeys,
    vapidKeys: VapidKeys,
    signal: AbortSignal,
  ): Promise<SendOutcome> => {
    let request: HttpRequest;
    try {
      request = formatPushRequest(message, subscription, vapidKeys);
    } catch {
      const reason = "The browser's subscription is not usable: switch push off and on there.";
      return { kind: "refused", httpStatus: null, answer: "", reason, channelIsGone: false };
    }
    const either = AbortSignal.any([signal, AbortSignal.timeout(ONE_BROWSER_TIMEOUT_MS)]);
    const outcome = await deliver(parts, "push", request, () => "", either);
    if (outcome.kind === "refused" && outcome.channelIsGone) {
      // One that could not be dropped is asked again by the next message.
      await dropSubscription(subscription.id).catch(() => undefined);
    }
    return outcome;
  };

  /** Those that a message still has to reach: who failed least in it first, of these who failed least before, then the newest. */
  const listLeft = (messageKey: string) => {
    const failuresOf = ({ id }: PushSubscriptionKeys) => progress.failuresOf(messageKey, id);
    const before = ({ id }: PushSubscriptionKeys) => failures.get(id) ?? 0;
    return [...listSubscriptions()]
      .reverse()
      .filter((one) => !progress.isDone(messageKey, one.id) && failuresOf(one) < MAX_TRIES_OF_ONE)
      .filter(({ id }) => !progress.isDone(messageKey, refusalOf(id)))
      .sort((one, other) => failuresOf(one) - failuresOf(other) || before(one) - before(other));
  };

  const note = (messageKey: string, id: string, { kind }: SendOutcome) => {
    if (kind === "delivered") {
      progress.markDone(messageKey, id);
      failures.delete(id);
      return;
    }
    if (kind === "refused") progress.markDone(messageKey, refusalOf(id));
    else progress.countFailure(messageKey, id);
    failures.set(id, (failures.get(id) ?? 0) + 1);
  };

  const forgetGone = (known: readonly PushSubscriptionKeys[]) => {
    const ids = new Set(known.map(({ id }) => id));
    for (const id of failures.keys()) if (!ids.has(id)) failures.delete(id);
  };

  return async (message, _settings, signal) => {
    const { dedupKey: messageKey } = message;
    try {
      const subscriptions = listSubscriptions();
      const vapidKeys = await getVapidKeys();
      const queue = listLeft(messageKey).slice(0, MAX_OF_ATTEMPT);
      const outcomes: SendOutcome[] = [];
      const work = async () => {
        while (!signal.aborted) {
          const one = queue.shift();
          if (one === undefined) return;
          const outcome = await sendToOne(message, one, vapidKeys, signal);
          outcomes.push(outcome);
          // Whose turn the attempt's own end cut short has not failed.
          if (outcome.kind !== "failed" || !signal.aborted) note(messageKey, one.id, outcome);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      const delivered = subscriptions.filter(({ id }) => progress.isDone(messageKey, id)).length;
      const triesLeft = listLeft(messageKey).map(({ id }) => MAX_TRIES_OF_ONE - progress.failuresOf(messageKey, id));
      const outcome = sumUp(outcomes, delivered, subscriptions.length, triesLeft);
      if (outcome.kind !== "failed") progress.forget(messageKey);
      forgetGone(listSubscriptions());
      return outcome;
    } catch {
      const reason = "Banwatch could not read the browsers' subscriptions.";
      return { kind: "failed", httpStatus: null, answer: "", reason, retryAfterMs: null };
    }
  };
}

/** The part of a message's progress that says that a browser's service refused it for good. */
const refusalOf = (id: string): string => `refused ${id}`;
