import { isUtf8 } from "node:buffer";
import { compareName } from "./client-key-name";

/** The caller's key as it stands in a body, found without parsing the rest. */
export type ClientKeyFinding =
  | {
      readonly kind: "found";
      /** The key itself, its escapes undone. Never empty. */
      readonly key: string;
      /** Offset of the opening quote of its text. */
      readonly start: number;
      /** Offset behind the closing quote. */
      readonly end: number;
    }
  | { readonly kind: "not-json" | "no-client-key" | "client-key-twice" };

/** Calls of the protocol have a handful of members, on three levels; beyond these limits a body is none of them. */
const MAX_MEMBERS = 1_000;
const MAX_DEPTH = 100;
/** Commas and colons in nested values, in all: together with the depth they bound what a parser has to build. */
const MAX_NESTED_SEPARATORS = 100_000;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Up to here a string is looked at byte by byte; a longer one is searched natively, which only pays from there on. */
const SHORT_STRING_BYTES = 32;

/**
 * Finds the member `clientKey` of the outermost object. One walk over the bytes, without recursion and linear in their
 * number, because it runs before it is known who calls: a parser takes seconds for 10 MiB of brackets. Nothing is
 * parsed but the key's own text.
 *
 * For every text that JSON.parse reads as an object it finds what JSON.parse finds. Inside nested values it only counts
 * brackets and separators, so some texts that are not JSON pass: whoever needs the rest of the body parses it. A key
 * that stands twice is refused, for parsers disagree which one counts, so the provider could be given another key than
 * the one that was identified here. A name that some parsers take for it counts as a second one (see `NameFinding`).
 *
 * Counts as `not-json` as well: bytes that are not UTF-8, more than 1,000 members in the outermost object, more than 100
 * levels, and more than 100,000 commas and colons within nested values. What passes can be parsed in no time.
 *
 * Never throws, whatever the bytes.
 */
export function findClientKey(body: Uint8Array): ClientKeyFinding {
  if (!isUtf8(body)) return { kind: "not-json" };
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const members = walkMembers(bytes);
  if (members === null) return { kind: "not-json" };
  const { start, end } = members;
  if (members.count > 0 && members.count + members.similar > 1) return { kind: "client-key-twice" };
  if (members.count === 0 || bytes[start] !== QUOTE) return { kind: "no-client-key" };
  const key = readString(bytes, start, end);
  if (key === null) return { kind: "not-json" };
  return key === "" ? { kind: "no-client-key" } : { kind: "found", key, start, end };
}

interface Members {
  /** How often the member stands in the outermost object. */
  count: number;
  /** How many others have a name that some parsers take for it. */
  similar: number;
  /** The range of the member's last value. */
  start: number;
  end: number;
}

/** @returns null for what is no object, or one beyond the limits */
function walkMembers(bytes: Buffer): Members | null {
  const found: Members = { count: 0, similar: 0, start: 0, end: 0 };
  const nested = { separators: 0 };
  let members = 0;
  let at = skipSpace(bytes, hasByteOrderMark(bytes) ? 3 : 0);
  if (bytes[at] !== OPEN_OBJECT) return null;
  at = skipSpace(bytes, at + 1);
  for (let first = true; !(first && bytes[at] === CLOSE_OBJECT); first = false) {
    members += 1;
    if (bytes[at] !== QUOTE || members > MAX_MEMBERS) return null;
    const nameStart = at;
    const nameEnd = endOfString(bytes, at);
    at = skipSpace(bytes, nameEnd);
    if (bytes[at] !== COLON) return null;
    const start = skipSpace(bytes, at + 1);
    const end = endOfValue(bytes, start, nested);
    if (end === start) return null;
    const name = compareName(bytes, nameStart, nameEnd);
    if (name === "similar") found.similar += 1;
    if (name === "exact") {
      found.count += 1;
      found.start = start;
      found.end = end;
    }
    at = skipSpace(bytes, end);
    if (bytes[at] === CLOSE_OBJECT) break;
    if (bytes[at] !== COMMA) return null;
    at = skipSpace(bytes, at + 1);
  }
  return skipSpace(bytes, at + 1) === bytes.length ? found : null;
}

const hasByteOrderMark = (bytes: Buffer) => bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;

function skipSpace(bytes: Buffer, from: number): number {
  let at = from;
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) at += 1;
  return at;
}

/** @returns the offset behind the closing quote; behind the last byte when there is none */
function endOfString(bytes: Buffer, start: number): number {
  let at = start + 1;
  for (const slow = Math.min(at + SHORT_STRING_BYTES, bytes.length); at < slow; at += 1) {
    if (bytes[at] === QUOTE) return at + 1;
    if (bytes[at] === BACKSLASH) at += 1;
  }
  // The last escape may have led past the end.
  while (at < bytes.length) {
    const quote = bytes.indexOf(QUOTE, at);
    if (quote === -1) break;
    let slashes = 0;
    while (quote - slashes > at && bytes[quote - slashes - 1] === BACKSLASH) slashes += 1;
    if (slashes % 2 === 0) return quote + 1;
    at = quote + 1;
  }
  return bytes.length;
}

/** @returns the offset behind the value; `start` when there is none, or one beyond the limits */
function endOfValue(bytes: Buffer, start: number, nested: { separators: number }): number {
  const first = bytes[start];
  if (first === QUOTE) return endOfString(bytes, start);
  if (first === OPEN_OBJECT || first === OPEN_LIST) return endOfNest(bytes, start, nested);
  let at = start;
  while (at < bytes.length && isOfScalar(bytes[at] ?? 0)) at += 1;
  return at;
}

function endOfNest(bytes: Buffer, start: number, nested: { separators: number }): number {
  let depth = 0;
  let at = start;
  while (at < bytes.length) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      at = endOfString(bytes, at);
      continue;
    }
    at += 1;
    if (byte === COMMA || byte === COLON) {
      nested.separators += 1;
      if (nested.separators > MAX_NESTED_SEPARATORS) return start;
    } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
      depth += 1;
      // The outermost object is a level too.
      if (depth >= MAX_DEPTH) return start;
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return at;
}

/** Whether a byte may belong to a number, `true`, `false` or `null`: letters, digits, `+`, `-` and `.`. */
const isOfScalar = (byte: number): boolean =>
  (byte >= 0x30 && byte <= 0x39) ||
  (byte >= 0x61 && byte <= 0x7a) ||
  (byte >= 0x41 && byte <= 0x5a) ||
  byte === 0x2b ||
  byte === 0x2d ||
  byte === 0x2e;

/** @returns null for what is no JSON string */
function readString(bytes: Buffer, start: number, end: number): string | null {
  try {
    const value: unknown = JSON.parse(bytes.toString("utf8", start, end));
    return typeof value === "string" ? value : null;
  } catch {
    return null;
  }
}
