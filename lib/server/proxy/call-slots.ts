/** What became of a wait for a slot. */
export type WaitOutcome = "slot" | "too-late" | "closed";

/**
 * How many calls are under way to one provider, and in what order the others follow.
 *
 * The queue is ours and not the connection pool's, so that a call can be asked about again when its turn comes: what was
 * let through before a ban must not follow it hundreds of calls later (DESIGN §3).
 */
export interface CallSlots {
  /** Takes a slot at once. @returns false when there is none to be had, and it has to be waited for */
  tryTake(): boolean;
  /**
   * Waits for a slot, first come, first served; Banwatch's own questions go before those of programs. Never rejects.
   *
   * @returns `slot` when the caller has one now, and has to release it
   */
  wait(isOwn: boolean): Promise<WaitOutcome>;
  /** Gives a slot back, which goes to whoever is next. */
  release(): void;
  /** Nobody gets a slot any more. */
  close(): void;
  /** How many are under way, and how many wait. */
  size(): { readonly taken: number; readonly waiting: number };
}

interface Waiter {
  readonly untilMs: number;
  readonly settle: (outcome: WaitOutcome) => void;
  next: Waiter | null;
}

/** A linked list: ten thousand calls may wait, and each of them leaves from the front. */
interface Queue {
  first: Waiter | null;
  last: Waiter | null;
}

function push(queue: Queue, waiter: Waiter): void {
  if (queue.last === null) queue.first = waiter;
  else queue.last.next = waiter;
  queue.last = waiter;
}

function shift(queue: Queue): Waiter | null {
  const { first } = queue;
  if (first === null) return null;
  queue.first = first.next;
  if (queue.first === null) queue.last = null;
  return first;
}

/**
 * @param max slots
 * @param patienceMs how long a slot is waited for. The same for all, so whoever gives up first stands in front, and one
 * timer serves the whole queue
 */
export function createCallSlots(max: number, patienceMs: number): CallSlots {
  const own: Queue = { first: null, last: null };
  const programs: Queue = { first: null, last: null };
  let taken = 0;
  let waiting = 0;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  const settleFirst = (queue: Queue, outcome: WaitOutcome): boolean => {
    const waiter = shift(queue);
    if (waiter === null) return false;
    waiting -= 1;
    waiter.settle(outcome);
    return true;
  };

  const settleLate = (): void => {
    const nowMs = performance.now();
    for (const queue of [own, programs]) {
      while (queue.first !== null && queue.first.untilMs <= nowMs) settleFirst(queue, "too-late");
    }
  };

  const watch = (): void => {
    if (timer !== undefined || waiting === 0) return;
    const firstMs = Math.min(own.first?.untilMs ?? Infinity, programs.first?.untilMs ?? Infinity);
    timer = setTimeout(
      () => {
        timer = undefined;
        settleLate();
        watch();
      },
      Math.max(1, Math.ceil(firstMs - performance.now())),
    );
  };

  return {
    tryTake: () => {
      // While somebody waits none is free: a slot that is given back is handed on.
      if (closed || taken >= max) return false;
      taken += 1;
      return true;
    },
    wait: (isOwn) =>
      new Promise((settle) => {
        if (closed) return settle("closed");
        waiting += 1;
        push(isOwn ? own : programs, { untilMs: performance.now() + patienceMs, settle, next: null });
        watch();
      }),
    release: () => {
      settleLate();
      if (!settleFirst(own, "slot") && !settleFirst(programs, "slot")) taken -= 1;
    },
    close: () => {
      closed = true;
      clearTimeout(timer);
      while (settleFirst(own, "closed") || settleFirst(programs, "closed"));
    },
    size: () => ({ taken, waiting }),
  };
}
