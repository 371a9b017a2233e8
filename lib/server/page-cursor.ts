import { invalidField } from "./accounts/invalid-field";
import type { PageCursor } from "./store/newest-first";

const CURSOR = /^(\d{1,16})\.([0-9a-f-]{36})$/;

/** Where the next page begins, for the next request to pass on as it came. */
export const formatPageCursor = ({ atMs, id }: PageCursor): string => `${atMs}.${id}`;

/** Reads what `formatPageCursor` wrote. @throws {RequestError} 400 for anything else */
export function parsePageCursor(cursor: string): PageCursor {
  const [, atMs, id] = CURSOR.exec(cursor) ?? [];
  if (atMs === undefined || id === undefined) {
    throw invalidField("cursor", "is not a cursor of this list: leave it out, or pass nextCursor as it came");
  }
  return { atMs: Number(atMs), id };
}
