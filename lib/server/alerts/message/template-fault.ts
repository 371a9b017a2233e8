import { LiquidError, type TagToken, type Token } from "liquidjs";
import type { TemplateFault, TemplateProblem } from "@/lib/contracts/template-problem";
import { listNearNames } from "@/lib/domain/near-names";

/** What is wrong with a template, or may be; which of a channel's it is, and the words, come later. */
export type FoundFault = Omit<TemplateProblem, "field" | "message">;

const MAX_WHAT_CHARS = 60;
/** What only stands inside or at the end of another tag. */
const BRANCHES: readonly string[] = ["else", "elsif", "when"];

const isPartOfTag = (name: string): boolean => BRANCHES.includes(name) || name.startsWith("end");

const toWhat = (text: string): string => {
  const line = text.toWellFormed().replace(/\s+/g, " ").trim();
  return line.length <= MAX_WHAT_CHARS ? line : `${line.slice(0, MAX_WHAT_CHARS - 1).toWellFormed()}…`;
};

const placeOf = (token: Token): FoundFault["place"] => {
  const [line, column] = token.getPosition();
  return line === undefined || column === undefined ? null : { line, column };
};

/** Where a filter of a name is used in a piece of a template, in it: after the bar and no further. */
function findFilter(token: Token, name: string): FoundFault["place"] {
  const place = placeOf(token);
  if (place === null) return null;
  const text = token.getText();
  const at = [...text.matchAll(/\|\s*(\w+)/g)].find(([, found]) => found === name);
  const before = at === undefined ? "" : text.slice(0, at.index + at[0].length - name.length);
  const lines = before.split("\n");
  const line = place.line + lines.length - 1;
  return { line, column: (lines.length === 1 ? place.column : 1) + (lines.at(-1)?.length ?? 0) };
}

/** The library tells its errors apart by their words alone. */
const NOT_CLOSED = / not closed\b/;
const UNKNOWN_FILTER = /^undefined filter: ([^\s,]+)/;
const UNKNOWN_TAG = /^tag "([^"]*)" not found/;
const TOO_MUCH = /\blimit exceeded\b/;

/** What a template that was stopped did: our own limit. */
export class TooMuchError extends Error {}

/**
 * What the template library found wrong, in a form that can be put into words of any language.
 *
 * @param known the tags and filters that there are
 */
export function readFault(
  error: unknown,
  known: { readonly tags: readonly string[]; readonly filters: readonly string[] },
): FoundFault {
  const whole = (fault: TemplateFault): FoundFault => ({ fault, what: "", place: null, near: [] });
  if (error instanceof TooMuchError) return whole("too-much");
  if (!LiquidError.is(error)) return whole("unreadable");
  const { originalError, message, token } = error as LiquidError & { originalError?: unknown; token?: Token };
  if (originalError instanceof TooMuchError || TOO_MUCH.test(message)) return whole("too-much");
  if (token === undefined) return whole("unreadable");

  const at = { what: toWhat(token.getText()), place: placeOf(token), near: [] };
  const filter = UNKNOWN_FILTER.exec(message)?.[1];
  if (filter !== undefined) {
    const near = listNearNames(filter, known.filters);
    return { fault: "unknown-filter", what: toWhat(filter), place: findFilter(token, filter), near };
  }
  const tag = UNKNOWN_TAG.test(message) ? (token as TagToken).name : undefined;
  if (tag !== undefined) {
    if (isPartOfTag(tag)) return { fault: "misplaced-tag", ...at };
    return { ...at, fault: "unknown-tag", what: toWhat(tag), near: listNearNames(tag, known.tags) };
  }
  return { ...at, fault: NOT_CLOSED.test(message) ? "not-closed" : "unreadable" };
}
