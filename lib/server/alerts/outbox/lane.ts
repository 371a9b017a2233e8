import type { DeliveryAttempt } from "@/lib/contracts/incidents";
import { GROUP_MEMORY_MS, groupWaitMs } from "@/lib/domain/alert-groups";
import { nextAttemptMs } from "@/lib/domain/retry-wait";
import { createEventId } from "../../event-id";
import type { ClaimedDelivery, Settlement } from "../../store/alerts/deliveries";
import type { ChannelRecord } from "../channels/channel-records";
import { isWell, listDefaults } from "../channels/well-channels";
import type { SendOutcome } from "../senders/channel-adapter";
import type { OutboxParts } from "./outbox-parts";

/** One channel's messages, one at a time. */
export interface Lane {
  /** Something may be due. */
  wake(): void;
  /** Gives up what is under way: it goes out again later. */
  abort(): void;
  /** Begins nothing more. Resolves when nothing is under way. */
  close(): Promise<void>;
}

const SEND_TIMEOUT_MS = 15_000;
/** How much longer a message is somebody's than its sending may take. */
const LEASE_MARGIN_MS = 15_000;
const MAX_NOTICES = 1_000;
/** After the database failed. */
const RETRY_AFTER_MS = 1_000;
/** A timer waits no longer: nobody relies on a wake-up alone. */
const LONGEST_NAP_MS = 60_000;

/** @param wakeOthers told which other channels have something to send now */
export function createLane(
  channelId: string,
  parts: OutboxParts,
  wakeOthers: (channelIds: readonly string[]) => void,
): Lane {
  const { deliveries, channels, now, log } = parts;
  const sendTimeoutMs = parts.sendTimeoutMs ?? SEND_TIMEOUT_MS;
  const controller = new AbortController();
  let running: Promise<void> | null = null;
  let isAsked = false;
  let isClosed = false;
  let timer: NodeJS.Timeout | null = null;

  const send = async (delivery: ClaimedDelivery, channel: ChannelRecord): Promise<SendOutcome> => {
    const attempt = new AbortController();
    const giveUp = () => attempt.abort();
    const patience = setTimeout(giveUp, sendTimeoutMs);
    controller.signal.addEventListener("abort", giveUp);
    try {
      return await parts.send(parts.compose(delivery, channel, now()), channel, attempt.signal);
    } catch (error) {
      log.error({ err: error, channel: channelId }, "a message could not be put together");
      const reason = "Banwatch could not put the message together. Its log says why.";
      return { kind: "refused", httpStatus: null, answer: "", reason, channelIsGone: false };
    } finally {
      clearTimeout(patience);
      controller.signal.removeEventListener("abort", giveUp);
    }
  };

  const settlementOf = (delivery: ClaimedDelivery, outcome: SendOutcome, nowMs: number): Settlement => {
    if (outcome.kind === "delivered") return { kind: "delivered" };
    if (outcome.kind === "refused") return { kind: "given-up" };
    const { sinceMs: createdAtMs, attempts } = delivery.tried;
    const { random } = parts;
    const atMs = nextAttemptMs({ attempts, createdAtMs, nowMs, retryAfterMs: outcome.retryAfterMs, random });
    return atMs === null ? { kind: "given-up" } : { kind: "again", nextAttemptAtMs: atMs };
  };

  const noteOutcome = async (outcome: SendOutcome, channel: ChannelRecord, nowMs: number): Promise<void> => {
    if (outcome.kind === "delivered") return channels.noteDelivered(channelId, nowMs);
    const { kind, reason, httpStatus } = outcome;
    channels.noteFailed(channelId, nowMs, reason);
    const name = channel.name;
    if (kind === "refused" && outcome.channelIsGone) {
      log.warn({ channel: name, httpStatus, reason }, "switched a channel off, since its service refuses messages");
      await channels.refuse(channelId, nowMs, reason);
    } else log.warn({ channel: name, httpStatus, reason }, "a message could not be delivered");
  };

  const deliver = async (delivery: ClaimedDelivery, channel: ChannelRecord): Promise<void> => {
    parts.onStep?.("claimed", channel.type);
    const startedMs = now();
    const startedAt = performance.now();
    const outcome = await send(delivery, channel);
    if (controller.signal.aborted && outcome.kind !== "delivered") return deliveries.release(delivery.id);
    parts.onStep?.("sent", channel.type);
    const nowMs = now();
    const attempt: DeliveryAttempt & { id: string } = {
      id: createEventId(startedMs),
      atMs: startedMs,
      latencyMs: Math.round(performance.now() - startedAt),
      outcome: outcome.kind,
      httpStatus: outcome.httpStatus,
      answer: outcome.answer,
      reason: outcome.kind === "delivered" ? null : outcome.reason,
    };
    const settlement = settlementOf(delivery, outcome, nowMs);
    const targets =
      settlement.kind === "given-up" ? listDefaults(channels.list().filter(({ id }) => id !== channelId)) : [];
    const isChannelGone = outcome.kind === "refused" && outcome.channelIsGone;
    const options = { nowMs, waitMs: groupWaitMs, lookBackMs: GROUP_MEMORY_MS };
    await settle(delivery.id, attempt, settlement, { targets, isChannelGone, options });
    parts.onStep?.("settled", channel.type);
    wakeOthers(targets.map(({ id }) => id));
    await noteOutcome(outcome, channel, nowMs);
    parts.onChange();
  };

  /** What was sent must be known to be: as long as the process lives, it is not sent twice for a busy database's sake. */
  const settle = async (...settled: Parameters<typeof deliveries.settle>): Promise<void> => {
    for (;;) {
      try {
        return await deliveries.settle(...settled);
      } catch (error) {
        if (controller.signal.aborted) throw error;
        log.warn({ err: error }, "the database did not take a change");
        await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER_MS));
      }
    }
  };

  const drain = async (): Promise<void> => {
    for (;;) {
      isAsked = false;
      const channel = channels.find(channelId);
      if (isClosed || channel === undefined || !isWell(channel)) return;
      const delivery = await deliveries.claim(channelId, now(), sendTimeoutMs + LEASE_MARGIN_MS, MAX_NOTICES);
      if (delivery !== null) await deliver(delivery, channel);
      else if (!isAsked) return plan(await deliveries.findNextDue(channelId));
    }
  };

  const plan = (atMs: number | null): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (atMs === null || isClosed) return;
    timer = setTimeout(wake, Math.min(Math.max(atMs - now(), 1), LONGEST_NAP_MS));
    timer.unref();
  };

  const wake = (): void => {
    isAsked = true;
    if (running !== null || isClosed) return;
    running = drain()
      .catch((error) => {
        isAsked = false;
        log.warn({ err: error }, "the outbox could not go on");
        plan(now() + RETRY_AFTER_MS);
      })
      .finally(() => {
        running = null;
        if (isAsked && !isClosed) wake();
      });
  };

  return {
    wake,
    abort: () => controller.abort(),
    close: async () => {
      isClosed = true;
      if (timer !== null) clearTimeout(timer);
      await running;
    },
  };
}
