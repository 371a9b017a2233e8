import { GIVE_UP_AFTER_MS } from "@/lib/domain/retry-wait";
import { isWell } from "../channels/well-channels";
import type { OutboxParts } from "./outbox-parts";

/** Marks are set so far apart: a day takes 24 of them. */
const MARK_EVERY_MS = 3_600_000;

/**
 * Gives up what waits for channels that take nothing, because they were switched off or refused, once it has waited for a
 * day. The day is the process's own time and not the clock's: a clock that jumps ahead by days drops nothing. What an earlier
 * process left begins its day anew; it does not pile up, since what was never tried takes in all that its group says
 * later. What waits for a channel that is well is its lane's.
 *
 * @param uptimeMs goes on evenly, whatever the clock does
 * @returns does it once: @returns how many were given up
 */
export function createSweep(
  { deliveries, channels, now }: Pick<OutboxParts, "deliveries" | "channels" | "now">,
  uptimeMs: () => number,
): () => Promise<number> {
  /** Which message was the newest when, the oldest mark first. */
  let marks: { readonly atMs: number; readonly sequence: number }[] = [];

  return async () => {
    const atMs = uptimeMs();
    const last = marks.at(-1);
    if (last === undefined || atMs - last.atMs >= MARK_EVERY_MS) {
      marks.push({ atMs, sequence: await deliveries.findLastSequence() });
    }
    const passed = marks.filter((mark) => atMs - mark.atMs >= GIVE_UP_AFTER_MS).at(-1);
    if (passed === undefined) return 0;
    marks = marks.filter((mark) => mark.atMs >= passed.atMs);
    const ids = channels.list().flatMap((channel) => (isWell(channel) ? [] : channel.id));
    return ids.length === 0 ? 0 : await deliveries.giveUpThrough(ids, passed.sequence, now());
  };
}
