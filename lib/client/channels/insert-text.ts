/** What a text field holds, and where its cursor is. */
export interface TextCursor {
  readonly text: string;
  /** Between which characters the selection stands; equal for a cursor alone. */
  readonly start: number;
  readonly end: number;
}

/** Puts `insertion` in the place of the selection. @returns the new text, with the cursor after what was put in */
export function insertText({ text, start, end }: TextCursor, insertion: string): TextCursor {
  const cursor = start + insertion.length;
  return { text: `${text.slice(0, start)}${insertion}${text.slice(end)}`, start: cursor, end: cursor };
}
