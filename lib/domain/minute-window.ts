const SLOTS = 60;
const SECOND_MS = 1_000;
const MINUTE_MS = SLOTS * SECOND_MS;

/** What happened in the last 60 seconds, counted by whole seconds: 60 numbers, however much happens. */
export interface MinuteWindow {
  /** The newest second that it knows of, since 1970. */
  readonly headSecond: number;
  /** How much happened in each second, at the place `second % 60`. */
  readonly slots: readonly number[];
  /** The sum of all slots. */
  readonly count: number;
}

export const EMPTY_WINDOW: MinuteWindow = Object.freeze({
  headSecond: 0,
  slots: Object.freeze(new Array<number>(SLOTS).fill(0)),
  count: 0,
});

const secondOf = (atMs: number): number => Math.floor(atMs / SECOND_MS);
const placeOf = (second: number): number => ((second % SLOTS) + SLOTS) % SLOTS;

/**
 * The window at `nowMs`, without what lies 60 seconds and more back.
 *
 * Robust against a wall clock that is set: after a step forward nothing is left, as after a silence of that length. After
 * a step back of a minute and more, what was counted stays and leaves within a minute by the new clock: it did happen in
 * the last minute. What comes a few seconds late changes nothing.
 *
 * @param nowMs UTC epoch milliseconds
 * @returns the window itself when nothing left it
 */
export function advanceWindow(window: MinuteWindow, nowMs: number): MinuteWindow {
  const second = secondOf(nowMs);
  const ahead = second - window.headSecond;
  if (ahead <= 0 && ahead > -SLOTS) return window;
  if (ahead >= SLOTS) return { ...EMPTY_WINDOW, headSecond: second };
  if (ahead <= -SLOTS) return moveTo(window, second);
  const slots = [...window.slots];
  let { count } = window;
  for (let passed = window.headSecond + 1; passed <= second; passed += 1) {
    count -= slots[placeOf(passed)] ?? 0;
    slots[placeOf(passed)] = 0;
  }
  return { headSecond: second, slots, count };
}

/** The same counts, as far back from `second` as they were from the head. */
function moveTo(window: MinuteWindow, second: number): MinuteWindow {
  const slots = [...window.slots];
  for (let back = 0; back < SLOTS; back += 1) {
    slots[placeOf(second - back)] = window.slots[placeOf(window.headSecond - back)] ?? 0;
  }
  return { headSecond: second, slots, count: window.count };
}

/** The window with one more that happened at `atMs`. */
export function addToWindow(window: MinuteWindow, atMs: number): MinuteWindow {
  const current = advanceWindow(window, atMs);
  const slots = [...current.slots];
  const place = placeOf(secondOf(atMs));
  slots[place] = (slots[place] ?? 0) + 1;
  return { headSecond: current.headSecond, slots, count: current.count + 1 };
}

/**
 * How long until fewer than `threshold` are left in the window if nothing more happens.
 *
 * @returns milliseconds: 0 when it is so already, else 1 to 60 000
 */
export function msUntilBelow(window: MinuteWindow, threshold: number, nowMs: number): number {
  const { headSecond, slots, count } = advanceWindow(window, nowMs);
  if (count < threshold) return 0;
  let left = count;
  for (let second = headSecond - SLOTS + 1; second <= headSecond; second += 1) {
    left -= slots[placeOf(second)] ?? 0;
    if (left < threshold) return Math.min(Math.max((second + SLOTS) * SECOND_MS - nowMs, 1), MINUTE_MS);
  }
  return MINUTE_MS;
}
