/** What a channel would take for a line or a command, and marks that turn the direction of what follows. */
const UNSEEN = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu;

/** Cut between characters, never inside one. */
function cut(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  return `${text
    .slice(0, maxChars - 1)
    .replace(/[\ud800-\udbff]$/, "")
    .trimEnd()}…`;
}

/** One line, at most so long, of a text that may come from anywhere. */
export const toLine = (text: string, maxChars: number): string =>
  cut(text.toWellFormed().replaceAll(UNSEEN, " ").trim(), maxChars);

/** Lines, at most so long together. */
export const toLines = (text: string, maxChars: number): string =>
  cut(
    text
      .toWellFormed()
      .split(/\r\n|[\n\r\u2028\u2029]/)
      .map((line) => line.replaceAll(UNSEEN, " ").trimEnd())
      .join("\n")
      .trim(),
    maxChars,
  );
