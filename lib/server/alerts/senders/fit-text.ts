/** C0 and C1 controls but the line feed, line separators, and what turns the direction of text around. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
const UNWANTED = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;

const GRAPHEMES = new Intl.Segmenter("en", { granularity: "grapheme" });

const ELLIPSIS = "…";

/** Units that are looked at beyond a cut, to see whether a character goes on there. */
const LONG_CHARACTER = 64;

/** Text of one or more lines that every service takes: whole characters, no controls, nothing that reverses the text. */
export const toPlainLines = (text: string): string =>
  text.toWellFormed().replaceAll("\r\n", "\n").replaceAll("\t", " ").replace(UNWANTED, "");

/** As {@link toPlainLines}, on one line. */
export const toPlainLine = (text: string): string => toPlainLines(text).replace(/\n+/g, " ").trim();

/** How many bytes a text has in UTF-8. */
export const byteLength = (text: string): number => Buffer.byteLength(text, "utf8");

/**
 * A text in a service's form, no longer than it may be. A longer one is cut where a reader sees the end of a character,
 * before it is put into the form, so that no escape is torn; "…" stands for the rest.
 *
 * @param max what `measure` may give of the result
 * @param render puts text into the service's form: never shorter than the text itself
 * @param measure how the service counts; UTF-16 units where it does not say, which is never less than it can mean
 */
export function fitText(
  text: string,
  max: number,
  render: (text: string) => string = (plain) => plain,
  measure: (rendered: string) => number = (rendered) => rendered.length,
): string {
  if (text.length <= max) {
    const whole = render(text);
    if (measure(whole) <= max) return whole;
  }
  const start = text.slice(0, max + LONG_CHARACTER);
  const cutAt = (end: number) => render(`${start.slice(0, end)}${ELLIPSIS}`);
  let fits = 0;
  let tooMany = Math.min(start.length, max) + 1;
  while (tooMany - fits > 1) {
    const middle = Math.floor((fits + tooMany) / 2);
    if (measure(cutAt(middle)) <= max) fits = middle;
    else tooMany = middle;
  }
  const characters = GRAPHEMES.segment(start);
  let end = characters.containing(fits)?.index ?? fits;
  // What the signs around a cut mean may depend on where it is.
  while (end > 0 && measure(cutAt(end)) > max) end = characters.containing(end - 1)?.index ?? 0;
  return cutAt(end);
}

/** The first of some parts, as many as there is room for; one that is too long is left out, and a shorter one follows. */
export function takeWithin<T>(parts: readonly T[], room: number, lengthOf: (part: T) => number): T[] {
  let left = room;
  return parts.filter((part) => {
    const length = lengthOf(part);
    if (length > left) return false;
    left -= length;
    return true;
  });
}
