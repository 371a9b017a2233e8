import type { AlertChannel } from "@/lib/contracts/alert-channels";

/** What stands before switching push on in a browser, and how much that is to be pressed. */
export interface PushGate {
  /**
   * none: no channel leads to browsers. off: there is one, and it is off. unled: it is on, and no rule leads to it. Null:
   * something arrives, or it is not known.
   */
  readonly missing: "none" | "off" | "unled" | null;
  /** Null: there is nothing to press. */
  readonly button: "primary" | "secondary" | null;
}

/**
 * Nobody is led to think that switching on is enough while nothing can arrive; who cannot add the channel has nothing to
 * press at all before it is there.
 *
 * @param channels undefined while they are not known
 * @param isUnled whether no rule leads to a channel
 */
export function readPushGate<Channel extends Pick<AlertChannel, "type" | "enabled">>(
  channels: readonly Channel[] | undefined,
  mayAdd: boolean,
  isUnled: (channel: Channel) => boolean,
): PushGate {
  const leading = channels?.filter(({ type }) => type === "push");
  const on = leading?.filter(({ enabled }) => enabled);
  if (leading === undefined || on?.some((channel) => !isUnled(channel))) return { missing: null, button: "primary" };
  if (on !== undefined && on.length > 0) return { missing: "unled", button: "secondary" };
  if (leading.length > 0) return { missing: "off", button: "secondary" };
  return { missing: "none", button: mayAdd ? "secondary" : null };
}
