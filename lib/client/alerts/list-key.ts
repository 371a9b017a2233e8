/** What a key asks for on the page of alerts. */
export type ListCommand = "next" | "previous" | "acknowledge" | "snooze" | "resolve" | "help";

/** What of a keyboard event decides. */
export interface PressedKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  /** The focus is in a field, or a window or menu is open: the key belongs to that. */
  readonly isTaken: boolean;
  /** The focus is on a row of the list. */
  readonly isOnRow: boolean;
}

const ANYWHERE: Readonly<Record<string, ListCommand>> = { j: "next", k: "previous", "?": "help" };

/** Arrows scroll the page everywhere else, and a letter must not change what nobody has chosen. */
const ON_ROW: Readonly<Record<string, ListCommand>> = {
  ArrowDown: "next",
  ArrowUp: "previous",
  a: "acknowledge",
  s: "snooze",
  r: "resolve",
};

/** The command of a key; null for every other key, and for one that belongs to something else. */
export function commandOfKey(pressed: PressedKey): ListCommand | null {
  const { key, isTaken, isOnRow } = pressed;
  if (isTaken || pressed.ctrlKey || pressed.metaKey || pressed.altKey) return null;
  // Own keys alone: "constructor" is no key, but it is a property.
  const of = (keys: Readonly<Record<string, ListCommand>>) => (Object.hasOwn(keys, key) ? (keys[key] ?? null) : null);
  return of(ANYWHERE) ?? (isOnRow ? of(ON_ROW) : null);
}

/**
 * Which row comes next: the first one when none is chosen, and no further than the ends.
 *
 * @param current the place of the chosen row, -1 for none
 * @param rows how many there are
 * @returns -1 when there are none
 */
export function moveInList(current: number, rows: number, direction: "next" | "previous"): number {
  if (rows === 0) return -1;
  if (current < 0) return direction === "next" ? 0 : rows - 1;
  return Math.min(rows - 1, Math.max(0, current + (direction === "next" ? 1 : -1)));
}
