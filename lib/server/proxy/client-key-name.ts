const NAME = "clientKey";
const FOLDED_NAME = NAME.toLowerCase();

const BACKSLASH = 0x5c;
const LETTER_U = 0x75;

/** JSON's escapes of one letter, by the letter: what each stands for. */
const SHORT_ESCAPES: Readonly<Record<number, number>> = {
  34: 0x22,
  92: 0x5c,
  47: 0x2f,
  98: 0x08,
  102: 0x0c,
  110: 0x0a,
  114: 0x0d,
  116: 0x09,
};

/**
 * `exact` is the name itself, with any of its letters as escapes. `similar` is what a careless parser may take for it:
 * the name in other case, or with control or non-ASCII characters in between. `other` is every other text, and one with
 * an escape that JSON does not have.
 */
export type NameFinding = "exact" | "similar" | "other";

/**
 * Compares a member's name with `clientKey` where it stands, up to the first letter that differs: it makes no text of
 * it and throws nothing, because a body may hold a million names and comes from anybody.
 *
 * @param start offset of the opening quote
 * @param end offset behind the closing one
 */
export function compareName(bytes: Uint8Array, start: number, end: number): NameFinding {
  let matched = 0;
  let isExact = true;
  let at = start + 1;
  while (at < end - 1) {
    let unit = bytes[at] ?? 0;
    let length = 1;
    if (unit === BACKSLASH) {
      const letter = bytes[at + 1] ?? 0;
      const isLong = letter === LETTER_U;
      const meant = isLong ? readHex(bytes, at + 2) : SHORT_ESCAPES[letter];
      if (meant === undefined) return "other";
      unit = meant;
      length = isLong ? 6 : 2;
    } else if (unit >= 0x80) {
      [unit, length] = readFoldable(bytes, at);
    }
    at += length;
    const folded = foldUnit(unit);
    if (folded === null) isExact = false;
    else if (folded !== FOLDED_NAME.charCodeAt(matched)) return "other";
    else {
      if (unit !== NAME.charCodeAt(matched)) isExact = false;
      matched += 1;
    }
  }
  if (matched < FOLDED_NAME.length) return "other";
  return isExact ? "exact" : "similar";
}

/** @returns undefined when there are no four hexadecimal digits */
function readHex(bytes: Uint8Array, from: number): number | undefined {
  let value = 0;
  for (let at = from; at < from + 4; at += 1) {
    const byte = bytes[at] ?? 0;
    const lower = byte | 0x20;
    if (byte >= 0x30 && byte <= 0x39) value = value * 16 + byte - 0x30;
    else if (lower >= 0x61 && lower <= 0x66) value = value * 16 + lower - 0x57;
    else return undefined;
  }
  return value;
}

const DOTTED_I = 0x130;
const DOTLESS_I = 0x131;
const KELVIN = 0x212a;

/** The characters beyond ASCII that fold to a letter of the name; of all others one byte, which is dropped. */
function readFoldable(bytes: Uint8Array, at: number): [unit: number, length: number] {
  const [first, second, third] = [bytes[at], bytes[at + 1], bytes[at + 2]];
  if (first === 0xc4 && second === 0xb0) return [DOTTED_I, 2];
  if (first === 0xc4 && second === 0xb1) return [DOTLESS_I, 2];
  if (first === 0xe2 && second === 0x84 && third === 0xaa) return [KELVIN, 3];
  return [0x80, 1];
}

/** @returns null for a character that is dropped */
function foldUnit(unit: number): number | null {
  if (unit === KELVIN) return 0x6b;
  if (unit === DOTTED_I || unit === DOTLESS_I) return 0x69;
  if (unit < 0x20 || unit >= 0x7f) return null;
  return unit >= 0x41 && unit <= 0x5a ? unit + 0x20 : unit;
}
