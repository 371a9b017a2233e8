import type { AlertChannel } from "@/lib/contracts/alert-channels";

/** What stands before switching push on in a browser, and how much that is to be pressed. */
export interface PushGate {
  /** none: no channel leads to browsers. off: there is one, and it is off. Null: something arrives, or it is not known. */
  readonly missing: "none" | "off" | null;
  /** Null: there is nothing to press. */
  readonly button: "primary" | "secondary" | null;
}

/**
 * Nobody is led to think that switching on is enough while nothing can arrive; who cannot add the channel has nothing to
 * press at all before it is there.
 *
 * @param channels undefined while they are not known
 */
export function readPushGate(
  channels: readonly Pick<AlertChannel, "type" | "enabled">[] | undefined,
  mayAdd: boolean,
): PushGate {
  const leading = channels?.filter(({ type }) => type === "push");
  if (leading === undefined || leading.some(({ enabled }) => enabled)) return { missing: null, button: "primary" };
  if (leading.length > 0) return { missing: "off", button: "secondary" };
  return { missing: "none", button: mayAdd ? "secondary" : null };
}
