import { createLane, type Lane } from "./lane";
import type { OutboxParts } from "./outbox-parts";
import { createSweep } from "./sweep";

/**
 * Sends what the database says is to be sent, at least once each (DESIGN §5). Every channel has a lane of its own, in
 * which one message is under way at a time: a dead channel delays nobody else's.
 */
export interface Outbox {
  /** Takes up what an earlier process left, and begins: later, by itself, where the database cannot be written yet. */
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
/** After the database failed. */
const RETRY_AFTER_MS = 1_000;

export function createOutbox(parts: OutboxParts): Outbox {
  const { deliveries, channels, now, log } = parts;
  const lanes = new Map<string, Lane>();
  /** Of deleted channels, with a message still under way. */
  const leaving = new Set<Lane>();
  let known = new Set<string>();
  let isStarted = false;
  let isClosed = false;
  let beginning: Promise<void> = Promise.resolve();

  const noteBusy = (error: unknown) => log.warn({ err: error }, "the database did not take a change");

  const laneOf = (channelId: string): Lane => {
    const lane = lanes.get(channelId) ?? createLane(channelId, parts, wake);
    lanes.set(channelId, lane);
    return lane;
  };

  const wake: Outbox["wake"] = (channelIds) => {
    if (!isStarted || isClosed) return;
    for (const id of channelIds) {
      if (channels.find(id) !== undefined) laneOf(id).wake();
      // It was deleted after somebody had read who is to be told.
      else dismiss(id);
    }
  };

  /** Nothing goes out for a channel that was deleted. */
  const dismiss = (channelId: string): void => {
    const lane = lanes.get(channelId);
    if (lane !== undefined) {
      leaving.add(lane);
      void lane.close().finally(() => leaving.delete(lane));
    }
    lanes.delete(channelId);
    deliveries.giveUpChannel(channelId, now()).then(parts.onChange, noteBusy);
  };

  const sweepOff = createSweep(parts, () => performance.now());
  const sweep = async (): Promise<void> => {
    try {
      for (const id of (await deliveries.summaryByChannel()).keys()) {
        if (channels.find(id) === undefined) dismiss(id);
      }
      const count = await sweepOff();
      if (count > 0) {
        log.warn({ deliveries: count }, "gave up messages that could not be delivered for a day");
        parts.onChange();
      }
    } catch (error) {
      noteBusy(error);
    }
  };
  let timer: NodeJS.Timeout | null = null;

  const noteChannels = (): void => {
    if (!isStarted || isClosed) return;
    const present = new Set(channels.list().map(({ id }) => id));
    for (const id of known) if (!present.has(id)) dismiss(id);
    known = present;
    for (const id of present) laneOf(id).wake();
  };

  const begin = async (): Promise<void> => {
    try {
      await deliveries.releaseLeases();
      known = new Set((await deliveries.summaryByChannel()).keys());
    } catch (error) {
      noteBusy(error);
      if (isClosed) return;
      timer = setTimeout(() => {
        beginning = begin();
      }, RETRY_AFTER_MS);
      timer.unref();
      return;
    }
    if (isClosed) return;
    timer = setInterval(() => void sweep(), SWEEP_EVERY_MS);
    timer.unref();
    isStarted = true;
    noteChannels();
  };

  return {
    start: () => {
      beginning = begin();
      return beginning;
    },
    wake,
    noteChannels,
    close: async () => {
      isClosed = true;
      if (timer !== null) clearInterval(timer);
      await beginning;
      const all = [...lanes.values(), ...leaving];
      const closing = Promise.all(all.map((lane) => lane.close()));
      let patience: NodeJS.Timeout | undefined;
      const waited = new Promise<void>((resolve) => {
        patience = setTimeout(resolve, CLOSE_WAIT_MS);
      });
      await Promise.race([closing, waited]);
      clearTimeout(patience);
      for (const lane of all) lane.abort();
      await closing;
    },
  };
}
