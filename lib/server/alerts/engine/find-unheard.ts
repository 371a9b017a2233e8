import type { AlertStateStore } from "../../store/alerts/commit-alerts";
import type { ChannelRecord } from "../channels/channel-records";
import { isWell } from "../channels/well-channels";
import type { AlertBook } from "./alert-book";

export interface Unheard {
  readonly incidentIds: ReadonlySet<string>;
  /** The channels that took messages then, as they were. */
  readonly takers: ReadonlySet<string>;
}

/** Finds what goes on and reached nobody, whenever a channel takes messages that took none before. */
export interface FindUnheard {
  /** Finds none unless channels have become well since the last time that was noted. Never rejects. */
  find(): Promise<Unheard>;
  /** What was found is to be told by what was written since. */
  note(found: Unheard): void;
}

/** Takes messages as far as is known: the last one, or it was changed since that failed. */
const isTaker = (channel: ChannelRecord): boolean => {
  const { lastFailure, lastDeliveredAtMs, updatedAtMs } = channel;
  return isWell(channel) && Math.max(lastDeliveredAtMs ?? 0, updatedAtMs) >= (lastFailure?.atMs ?? 0);
};

export function createFindUnheard(parts: {
  readonly book: Pick<AlertBook, "list">;
  readonly states: Pick<AlertStateStore, "listUnheard">;
  readonly channels: () => readonly ChannelRecord[];
  readonly onFailed: (error: unknown) => void;
}): FindUnheard {
  // None at the start: channels may have been changed just before the end of an earlier process.
  let known: ReadonlySet<string> = new Set();

  return {
    find: async () => {
      const channels = parts.channels().filter(isTaker);
      const takers = new Set(channels.map(({ id, updatedAtMs }) => `${id} ${updatedAtMs}`));
      if ([...takers].every((taker) => known.has(taker))) return { incidentIds: new Set(), takers };
      const told = parts.book
        .list()
        .flatMap(({ state }) => (state.kind === "firing" && state.notifiedAtMs !== null ? [state] : []));
      try {
        return { incidentIds: await parts.states.listUnheard(told), takers };
      } catch (error) {
        parts.onFailed(error);
        return { incidentIds: new Set(), takers: known };
      }
    },
    note: ({ takers }) => {
      known = takers;
    },
  };
}
