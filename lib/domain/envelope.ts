import { NO_CODE } from "@/lib/domain/catalogue";

/** What a provider's reply says, read from its bytes. */
export type Envelope =
  | { readonly kind: "success"; readonly value: Record<string, unknown> }
  | {
      readonly kind: "error";
      /** Verbatim, or `NO_CODE`. May hold unpaired surrogates: see `codeForStorage`. */
      readonly code: string;
      /** As it came, of any length: see `cutDescription`. */
      readonly description: string;
      /** For the record only. Providers disagree on its values, so nothing may be decided by it. */
      readonly errorId: string | null;
    }
  | { readonly kind: "unreadable"; readonly reason: string };

const REPLACEMENT = "\uFFFD";
const CODE_MAX_CHARS = 200;
/** The envelope of an error is a few hundred bytes; what is larger is an image, or made to keep a parser busy. */
const MAX_PARSED_BYTES = 1024 * 1024;

/**
 * Reads a reply of a provider. Never throws, whatever the bytes; time is linear in their number.
 *
 * A reply is an error when `errorId` is there and is neither 0 nor "0", whatever the HTTP status: some providers send
 * errors with 200, others with 400 to 403. A reply without `errorId` that has an `errorCode` is an error too, so that no
 * code is ever lost. A null `errorId` counts as absent.
 *
 * A body larger than 1 MiB is not parsed: it counts as what its HTTP status says, a success without members with 2xx
 * and unreadable with any other.
 *
 * @param httpStatus decides only where the body does not: a JSON object with neither field is a success with 2xx alone
 */
export function parseEnvelope(httpStatus: number, body: Uint8Array): Envelope {
  if (body.byteLength > MAX_PARSED_BYTES) {
    return isOk(httpStatus) ? { kind: "success", value: {} } : unreadable(httpStatus, "larger than 1 MiB");
  }
  // The decoder drops a byte order mark and puts U+FFFD for bytes that are not UTF-8.
  let value: unknown;
  try {
    const text = new TextDecoder("utf-8").decode(body);
    if (text.trim() === "") return unreadable(httpStatus, "empty body");
    value = JSON.parse(text);
  } catch (error) {
    // A RangeError is a nest too deep, or a text too long, for the engine.
    return unreadable(httpStatus, error instanceof RangeError ? "JSON beyond limits" : "not JSON");
  }
  if (!isJsonObject(value)) return unreadable(httpStatus, "not a JSON object");

  const { errorId, errorCode } = value;
  if (errorId === undefined || errorId === null) {
    if (isTellingCode(errorCode)) return toError(value, null);
    if (isOk(httpStatus)) return { kind: "success", value };
    return unreadable(httpStatus, "JSON without errorId");
  }
  if (errorId === 0 || errorId === "0") return { kind: "success", value };
  return toError(value, toText(errorId));
}

const isOk = (httpStatus: number): boolean => httpStatus >= 200 && httpStatus < 300;

/**
 * A description as it is kept: at most `maxChars` UTF-16 units, no half of a surrogate pair, no control characters other
 * than tab and newline. So it passes through SQLite and JSON unchanged.
 *
 * @throws {RangeError} if `maxChars` is not a whole number of at least 0
 */
export function cutDescription(text: string, maxChars = 1000): string {
  if (!Number.isInteger(maxChars) || maxChars < 0) throw new RangeError(`maxChars must be >= 0, got ${maxChars}`);
  return takeWellFormed(text, maxChars, isControl);
}

/**
 * A code as it is kept: itself, but for unpaired surrogates, which become U+FFFD because no database or JSON keeps them,
 * and a cut at 200 characters. Case, spaces and control characters stay: a code is the provider's, never tidied.
 */
export function codeForStorage(code: string): string {
  return takeWellFormed(code, CODE_MAX_CHARS, () => false);
}

function toError(value: Record<string, unknown>, errorId: string | null): Envelope {
  const { errorCode, errorDescription, errorDesc } = value;
  const code = typeof errorCode === "number" ? String(errorCode) : errorCode;
  return {
    kind: "error",
    code: typeof code === "string" && code !== "" ? code : NO_CODE,
    // One SDK of a provider reads errorDesc where the documentation says errorDescription.
    description: toText(errorDescription || errorDesc || ""),
    errorId,
  };
}

// Without errorId only the code can tell of an error, and in other protocols errorCode 0 says that all is well.
function isTellingCode(errorCode: unknown): boolean {
  return typeof errorCode === "number" ? errorCode !== 0 : typeof errorCode === "string" && errorCode !== "";
}

function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function toText(value: unknown): string {
  if (typeof value === "string") return value;
  try {
    return JSON.stringify(value) ?? "";
  } catch {
    // Printing recurses where parsing does not, so a deep nest can be read and still not be printed.
    return "";
  }
}

function unreadable(httpStatus: number, reason: string): Envelope {
  return { kind: "unreadable", reason: `HTTP ${httpStatus}, ${reason}` };
}

function isControl(unit: number): boolean {
  return (unit < 0x20 && unit !== 0x09 && unit !== 0x0a) || (unit >= 0x7f && unit <= 0x9f);
}

/** Stops at `maxChars`, so a long text costs no more than what is kept of it and the characters dropped before. */
function takeWellFormed(text: string, maxChars: number, isDropped: (unit: number) => boolean): string {
  let taken = "";
  for (let at = 0; at < text.length && taken.length < maxChars; at++) {
    const point = text.codePointAt(at) ?? 0;
    if (point > 0xffff) {
      if (taken.length + 2 > maxChars) break;
      taken += String.fromCodePoint(point);
      at++;
    } else if (point >= 0xd800 && point <= 0xdfff) {
      taken += REPLACEMENT;
    } else if (!isDropped(point)) {
      taken += text[at];
    }
  }
  return taken;
}
