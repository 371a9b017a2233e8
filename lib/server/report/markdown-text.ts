/** Names that mean nothing to Markdown, so that they can stand as code and be copied as they are. */
const PLAIN_NAME = /^[A-Za-z0-9_.:/-]+$/;

/** Characters that turn the direction of what follows: with them a text can pretend to be another. */
const DIRECTION = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Line breaks of every kind, and everything else that is not to be seen. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNSEEN = /[\s\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;

/**
 * Somebody else's text as part of one line of Markdown: it makes no markup, no HTML, no link, and ends no table cell.
 *
 * Providers and programs choose these texts freely, and reports are passed on to tools that render them.
 */
export function escapeMarkdown(text: string): string {
  return text
    .toWellFormed()
    .replace(DIRECTION, "")
    .replace(UNSEEN, " ")
    .trim()
    .replace(/[\\`*_~[\]{}#|$!]/g, "\\$&")
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/:(?=\/\/)/g, "\\:")
    .replace(/\b(www)\./gi, "$1\\.")
    .replace(/@/g, "\\@")
    .replace(/^([-+=]|\d+(?=[.)]))/, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`));
}

/** A code, host or other name: as code where that is safe, else as text. */
export function writeName(name: string): string {
  return PLAIN_NAME.test(name) ? `\`${name}\`` : escapeMarkdown(name);
}

/** A table of cells that are Markdown already. The figures' columns are aligned to the right. */
export function writeTable(
  columns: readonly { readonly header: string; readonly numeric?: boolean }[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = columns.map(({ numeric }) => (numeric === true ? "---:" : "---"));
  return [line(columns.map(({ header }) => header)), line(rule), ...rows.map(line)].join("\n");
}
