import { nextAttemptMs } from "@/lib/domain/retry-wait";
import type { ChannelRecord, ChannelRecords } from "@/lib/server/alerts/channels/channel-records";
import { type HttpService, judgeReply } from "@/lib/server/alerts/senders/reply-verdict";
import { createEventId } from "@/lib/server/event-id";
import type { ClaimedDelivery, DeliveryStore, Settlement } from "@/lib/server/store/alerts/deliveries";
import { answerOf, type ReceiverAnswer, type ReceiverName } from "../alerts/receiver";

/** Whom a channel of the demo sends to, and which service that is. */
const RECEIVERS = {
  webhook: { receiver: "ops", service: "webhook" },
  slack: { receiver: "chat", service: "mattermost" },
  ntfy: { receiver: "onCall", service: "ntfy" },
} as const satisfies Partial<Record<ChannelRecord["type"], { receiver: ReceiverName; service: HttpService }>>;

const LEASE_MS = 30_000;
const MAX_NOTICES = 1_000;

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/** What becomes of a message that was answered so. */
function settlementOf(
  { attempts, createdAtMs }: ClaimedDelivery,
  answer: ReceiverAnswer,
  isDelivered: boolean,
  nowMs: number,
  random: () => number,
): Settlement {
  if (isDelivered) return { kind: "delivered" };
  const retryAfterMs = Number(answer.headers["retry-after"] ?? 0) * 1_000;
  const nextMs = nextAttemptMs({ attempts, createdAtMs, nowMs, retryAfterMs, random });
  return nextMs === null ? { kind: "given-up" } : { kind: "again", nextAttemptAtMs: nextMs };
}

/**
 * Sends what waited in the past, up to `untilMs`: nothing leaves the process, but each message meets the answers that the
 * demo's receiver would have given, and is tried again as the outbox does it.
 */
export async function deliverPast(parts: {
  readonly deliveries: DeliveryStore;
  readonly channels: Pick<ChannelRecords, "list" | "noteDelivered" | "noteFailed">;
  readonly untilMs: number;
  readonly random: () => number;
}): Promise<void> {
  const { deliveries, channels, untilMs, random } = parts;
  for (const { id: channelId, type } of channels.list()) {
    const known = Object.entries(RECEIVERS).find(([name]) => name === type)?.[1];
    if (known === undefined) continue;
    for (;;) {
      const atMs = await deliveries.findNextDue(channelId);
      if (atMs === null || atMs >= untilMs) break;
      const claimed = await deliveries.claim(channelId, atMs, LEASE_MS, MAX_NOTICES);
      if (claimed === null) break;
      const answer = answerOf(known.receiver, random);
      const { status, text, latencyMs } = answer;
      const { verdict, reason } = judgeReply(known.service, { status, text, json: readJson(text) });
      const isDelivered = verdict === "delivered";
      const doneMs = atMs + latencyMs;
      const attempt = {
        id: createEventId(atMs),
        ...{ atMs, latencyMs, httpStatus: status, answer: text },
        outcome: isDelivered ? ("delivered" as const) : ("failed" as const),
        reason: isDelivered ? null : reason,
      };
      await deliveries.settle(claimed.id, attempt, settlementOf(claimed, answer, isDelivered, doneMs, random));
      if (isDelivered) channels.noteDelivered(channelId, doneMs);
      else channels.noteFailed(channelId, doneMs, reason);
    }
  }
}
