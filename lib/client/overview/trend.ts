/** Where a figure is heading. `change` is in the unit that its function names. */
export interface Change {
  readonly direction: "up" | "down" | "flat";
  readonly change: number;
}

/** The change of a count as a part of what it was before: 0.5 is half as many again. Null when there was nothing. */
export function relativeChange(current: number, previous: number): Change | null {
  return previous === 0 ? null : toChange((current - previous) / previous, 0.005);
}

/** The change of a rate in percentage points: from 2 % to 5 % is 3. Null when either period had no calls. */
export function pointsChange(current: number | null, previous: number | null): Change | null {
  return current === null || previous === null ? null : toChange((current - previous) * 100, 0.05);
}

/** Less than `least` would be shown as 0, so it is called flat. */
function toChange(change: number, least: number): Change {
  if (Math.abs(change) < least) return { direction: "flat", change: 0 };
  return { direction: change > 0 ? "up" : "down", change };
}
