/** Messages of several parts that are remembered at a time; more than are ever under way. */
const MAX_MESSAGES = 1_000;

/**
 * Which parts of a message (recipients, browsers, events) have been taken, so that the next attempt sends the rest only:
 * with a limit on requests an attempt that always began anew would never end. Kept in memory; after a restart parts may
 * be sent twice, which their keys tell.
 */
export interface DeliveryProgress {
  isDone(messageKey: string, part: string): boolean;
  markDone(messageKey: string, part: string): void;
  /** @returns how often this part has failed by now, this time included */
  countFailure(messageKey: string, part: string): number;
  /** How often this part has failed by now. */
  failuresOf(messageKey: string, part: string): number;
  /** To be called when no further attempt will be made. */
  forget(messageKey: string): void;
}

export function createDeliveryProgress(): DeliveryProgress {
  const messages = new Map<string, { done: Set<string>; failures: Map<string, number> }>();
  const partsOf = (messageKey: string) => {
    const known = messages.get(messageKey);
    if (known !== undefined) return known;
    const made = { done: new Set<string>(), failures: new Map<string, number>() };
    messages.set(messageKey, made);
    if (messages.size > MAX_MESSAGES) {
      const [oldest] = messages.keys();
      if (oldest !== undefined) messages.delete(oldest);
    }
    return made;
  };
  return {
    isDone: (messageKey, part) => messages.get(messageKey)?.done.has(part) ?? false,
    markDone: (messageKey, part) => {
      partsOf(messageKey).done.add(part);
    },
    countFailure: (messageKey, part) => {
      const { failures } = partsOf(messageKey);
      const count = (failures.get(part) ?? 0) + 1;
      failures.set(part, count);
      return count;
    },
    failuresOf: (messageKey, part) => messages.get(messageKey)?.failures.get(part) ?? 0,
    forget: (messageKey) => {
      messages.delete(messageKey);
    },
  };
}
