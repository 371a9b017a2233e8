const MAX_CHARS = 40;
// Four digits of exponent: enough for every double, few enough that writing its zeros out costs nothing.
const DECIMAL = /^(-?)(\d{0,40})(?:\.(\d{0,40}))?(?:[eE]([+-]?\d{1,4}))?$/;

/** Where a balance stands against its thresholds; "unknown" when there is no balance that can be read. */
export const BALANCE_LEVELS = ["ok", "low", "critical", "empty", "unknown"] as const;
export type BalanceLevel = (typeof BALANCE_LEVELS)[number];

/** Decimal strings in the unit of the balance; null where no threshold is set. */
export interface BalanceThresholds {
  readonly low: string | null;
  readonly critical: string | null;
}

/**
 * The canonical decimal string of a balance: no exponent, no needless zeros, "0" for every zero.
 *
 * Pass the provider's own text where it is at hand (`readBalanceText`): a JavaScript number has lost digits already.
 *
 * @returns null for what is not a plain number (separators, signs of money, "", NaN) or is longer than 40 characters
 */
export function parseDecimal(value: unknown): string | null {
  const text = typeof value === "number" ? String(value) : typeof value === "string" ? value : "";
  if (text.length > MAX_CHARS) return null;
  const match = DECIMAL.exec(text.trim());
  if (!match) return null;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  if (whole === "" && fraction === "") return null;

  const digits = (whole + fraction).replace(/^0+/, "");
  if (digits === "") return "0";
  const scale = fraction.length - Number(exponent);
  const result = sign + toPlain(BigInt(digits), scale);
  return result.length > MAX_CHARS ? null : result;
}

/**
 * Compares by value, so "1.50" equals "1.5".
 *
 * @throws {RangeError} if either is not a decimal string
 */
export function compareDecimal(a: string, b: string): -1 | 0 | 1 {
  const [left, right] = align(a, b);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Whether there is any balance; an unknown one is none. @throws {RangeError} if it is not a decimal string */
export function isAboveZero(balance: string | null): boolean {
  return balance !== null && compareDecimal(balance, "0") > 0;
}

/**
 * The exact sum, canonical.
 *
 * @throws {RangeError} if either is not a decimal string
 */
export function addDecimal(a: string, b: string): string {
  const [left, right, scale] = align(a, b);
  const sum = left + right;
  return sum < 0n ? `-${toPlain(-sum, scale)}` : toPlain(sum, scale);
}

/**
 * The worst level that holds. A balance exactly at a threshold is below it: an alert a moment early beats one too late.
 *
 * @param balance a decimal string, or null when none is known; unreadable text is "unknown" too
 * @throws {RangeError} if a threshold is not a decimal string
 */
export function balanceLevel(balance: string | null, thresholds: BalanceThresholds): BalanceLevel {
  const value = parseDecimal(balance);
  if (value === null) return "unknown";
  if (compareDecimal(value, "0") <= 0) return "empty";
  if (thresholds.critical !== null && compareDecimal(value, thresholds.critical) <= 0) return "critical";
  if (thresholds.low !== null && compareDecimal(value, thresholds.low) <= 0) return "low";
  return "ok";
}

/**
 * The top-level `balance` of a JSON object as the provider wrote it, digit for digit; a string comes without its quotes.
 * Members inside other values never count, and the last of two wins, as with `JSON.parse`. Linear in the text's length.
 *
 * @returns null when the text is not a JSON object, or its balance is absent or neither a number nor a string
 */
export function readBalanceText(bodyText: string): string | null {
  const text = bodyText.replace(/^\uFEFF/, "");
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  // From here on the text is known to be JSON, so the walk below need only tell tokens apart.
  if (!/^\s*\{/.test(text)) return null;

  let balance: string | null = null;
  let key: string | null = null;
  let depth = 0;
  const token = /[{}[\],]|-?\d[\d.eE+-]*|true|false|null/y;
  for (let at = 0; at < text.length; ) {
    token.lastIndex = at;
    const part = text[at] === '"' ? text.slice(at, endOfString(text, at)) : token.exec(text)?.[0];
    if (part === undefined) {
      at++;
      continue;
    }
    at += part.length;
    if (part === "}" || part === "]") depth--;
    else if (depth === 1 && part === ",") key = null;
    else if (depth === 1 && key === null) key = part;
    else if (depth === 1 && isBalanceKey(key)) balance = readScalar(part);
    if (part === "{" || part === "[") depth++;
  }
  return balance;
}

function toPlain(digits: bigint, scale: number): string {
  if (scale <= 0) return String(digits * 10n ** BigInt(-scale));
  const padded = String(digits).padStart(scale + 1, "0");
  const fraction = padded.slice(-scale).replace(/0+$/, "");
  const whole = padded.slice(0, -scale);
  return fraction === "" ? whole : `${whole}.${fraction}`;
}

function align(a: string, b: string): [left: bigint, right: bigint, scale: number] {
  const [left, right] = [split(a), split(b)];
  const scale = Math.max(left.scale, right.scale);
  return [left.digits * 10n ** BigInt(scale - left.scale), right.digits * 10n ** BigInt(scale - right.scale), scale];
}

function split(text: string): { digits: bigint; scale: number } {
  if (!/^-?\d+(\.\d+)?$/.test(text)) throw new RangeError(`not a decimal string: ${JSON.stringify(text.slice(0, 60))}`);
  const [whole = "", fraction = ""] = text.split(".");
  return { digits: BigInt(whole + fraction), scale: fraction.length };
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}

// "balance" with every letter escaped is 44 characters long; anything longer is another key.
function isBalanceKey(token: string | null): boolean {
  return token !== null && token.length <= 44 && JSON.parse(token) === "balance";
}

function readScalar(token: string): string | null {
  if (token.startsWith('"')) return JSON.parse(token);
  return /^-?\d/.test(token) ? token : null;
}
