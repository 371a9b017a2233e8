/** Which codes came from one provider's address, so many at most. */
export interface CodeMemory {
  /** A code of it came again. */
  touch(code: string): void;
  /**
   * Takes one in that was not known. A full memory takes one a minute, for the code that was not seen for longest, and
   * one that came more than once only where no other is left: a provider that makes up a code with each reply neither
   * pushes out those that it really has, nor is told of without end.
   *
   * @returns the code that went for it, null where there was room; "full" where it was not taken in
   */
  add(code: string, atMs: number): string | null | "full";
}

export const MAX_CODES_OF_HOST = 1_000;
const LET_IN_EVERY_MS = 60_000;

/**
 * @param stored.once those that came once before, in the order in which they came
 * @param stored.again those that came again, in the order in which they last did
 */
export function createCodeMemory(stored: {
  readonly once: Iterable<string>;
  readonly again: Iterable<string>;
}): CodeMemory {
  /** Sets keep the order in which codes were put in: the first is the one that was not seen for longest. */
  const once = new Set(stored.once);
  const again = new Set(stored.again);
  let addedAtMs = Number.NEGATIVE_INFINITY;

  const dropOldest = (): string | null => {
    for (const codes of [once, again]) {
      for (const code of codes) {
        codes.delete(code);
        return code;
      }
    }
    return null;
  };

  return {
    touch: (code) => {
      if (!once.delete(code) && !again.delete(code)) return;
      again.add(code);
    },
    add: (code, atMs) => {
      const isFull = once.size + again.size >= MAX_CODES_OF_HOST;
      // A clock that was set back must not keep it shut until it has caught up.
      if (isFull && Math.abs(atMs - addedAtMs) < LET_IN_EVERY_MS) return "full";
      const dropped = isFull ? dropOldest() : null;
      once.add(code);
      addedAtMs = atMs;
      return dropped;
    },
  };
}
