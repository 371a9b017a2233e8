/** What a terminal or a reader of logs takes for the end of a line or for a command, tabs left out. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
const CONTROLS = /[\u0000-\u0008\u000a-\u001f\u007f-\u009f\u2028\u2029]/g;

/** A text that stays on its line, whatever values were put into it: a line break is shown as \u000a. */
export const toOneLine = (text: string): string =>
  text.replace(CONTROLS, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);

/**
 * A failure for the log of a command. What follows the first line (a stack) is set in, so that no line of it can pass for
 * one of Banwatch's own.
 */
export const toLogLines = (text: string): string => text.split("\n").map(toOneLine).join("\n    ");
