/** Bytes that are held at the same time, counted over all requests. */
export interface ByteBudget {
  /** @returns false, and counts nothing, when there is no room for so many more */
  take(bytes: number): boolean;
  /** Gives back what was taken. */
  giveBack(bytes: number): void;
}

/** @param maxBytes what may be held at once */
export function createByteBudget(maxBytes: number): ByteBudget {
  let held = 0;
  return {
    take: (bytes) => {
      if (held + bytes > maxBytes) return false;
      held += bytes;
      return true;
    },
    giveBack: (bytes) => {
      held -= bytes;
    },
  };
}
