import { GIVE_UP_AFTER_MS } from "@/lib/domain/retry-wait";
import { createLane, type Lane } from "./lane";
import type { OutboxParts } from "./outbox-parts";

/**
 * Sends what the database says is to be sent, at least once each (DESIGN §5). Every channel has a lane of its own, in
 * which one message is under way at a time: a dead channel delays nobody else's.
 */
export interface Outbox {
  /** Takes up what an earlier process left, and begins. */
  start(): Promise<void>;
  /** These channels have something to send. */
  wake(channelIds: Iterable<string>): void;
  /** Channels were added, changed, switched or deleted. */
  noteChannels(): void;
  /** Lets what is under way be answered for a moment; what is not goes out again after the next start. */
  close(): Promise<void>;
}

const SWEEP_EVERY_MS = 60_000;
const CLOSE_WAIT_MS = 3_000;

export function createOutbox(parts: OutboxParts): Outbox {
  const { deliveries, channels, now, log } = parts;
  const lanes = new Map<string, Lane>();
  let known = new Set<string>();
  let isStarted = false;

  const laneOf = (channelId: string): Lane => {
    const lane = lanes.get(channelId) ?? createLane(channelId, parts);
    lanes.set(channelId, lane);
    return lane;
  };

  /** What waits for a channel that is switched off is given up as late as everything else. */
  const sweep = async (): Promise<void> => {
    try {
      const nowMs = now();
      const count = await deliveries.giveUpOlderThan(nowMs - GIVE_UP_AFTER_MS, nowMs);
      if (count > 0) {
        log.warn({ deliveries: count }, "gave up messages that could not be delivered for a day");
        parts.onChange();
      }
    } catch (error) {
      log.warn({ err: error }, "the database did not take a change");
    }
  };
  let timer: NodeJS.Timeout | null = null;

  const noteChannels = (): void => {
    if (!isStarted) return;
    const present = new Set(channels.list().map(({ id }) => id));
    for (const id of known) {
      if (present.has(id)) continue;
      lanes
        .get(id)
        ?.close()
        .catch(() => undefined);
      lanes.delete(id);
      deliveries
        .giveUpChannel(id, now())
        .then(parts.onChange, (error) => log.warn({ err: error }, "the database did not take a change"));
    }
    known = present;
    for (const id of present) laneOf(id).wake();
  };

  return {
    start: async () => {
      await deliveries.releaseLeases();
      known = new Set((await deliveries.summaryByChannel()).keys());
      timer = setInterval(() => void sweep(), SWEEP_EVERY_MS);
      timer.unref();
      isStarted = true;
      noteChannels();
    },
    wake: (channelIds) => {
      if (isStarted) for (const id of channelIds) laneOf(id).wake();
    },
    noteChannels,
    close: async () => {
      if (timer !== null) clearInterval(timer);
      const closing = Promise.all([...lanes.values()].map((lane) => lane.close()));
      let patience: NodeJS.Timeout | undefined;
      const waited = new Promise<void>((resolve) => {
        patience = setTimeout(resolve, CLOSE_WAIT_MS);
      });
      await Promise.race([closing, waited]);
      clearTimeout(patience);
      for (const lane of lanes.values()) lane.abort();
      await closing;
    },
  };
}
