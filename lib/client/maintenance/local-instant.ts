const two = (value: number): string => String(value).padStart(2, "0");

/** An instant as a control for date and time has it (`datetime-local`): by the clocks of the viewer's own zone. */
export function toLocalText(atMs: number): string {
  const at = new Date(atMs);
  const date = `${String(at.getFullYear()).padStart(4, "0")}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${date}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/**
 * The instant of such a text, in UTC epoch milliseconds. A time that the change to summer time leaves out is the one that
 * the clocks show after the gap (ECMA-262, 21.4.1.26).
 *
 * @returns null for what is no date and time, or lies before 1970
 */
export function readLocalText(text: string): number | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(text)) return null;
  const atMs = new Date(text).getTime();
  return Number.isFinite(atMs) && atMs >= 0 ? atMs : null;
}
