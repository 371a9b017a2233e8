import type { ProviderReply } from "./provider-call";

/** Where the caller's key stands in a body: from its opening quote to behind its closing one. */
export interface KeyRange {
  readonly start: number;
  readonly end: number;
}

/** Puts the account's key where the proxy key stands. Every other byte stays as it came (DESIGN §1). */
export function withAccountKey(body: Uint8Array, { start, end }: KeyRange, accountKey: string): Uint8Array {
  return Buffer.concat([body.subarray(0, start), Buffer.from(JSON.stringify(accountKey)), body.subarray(end)]);
}

/** JSON's short escapes, and the one for `/`, which PHP writes. */
const SHORT_ESCAPES: Readonly<Record<string, string>> = { '"': '"', "\\": "\\", "/": "/" };

const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
/** A text's UTF-8 bytes as one character each, which is how the pattern sees a body. */
const asBytes = (text: string) => Buffer.from(text, "utf8").toString("latin1");

/** One character as a JSON text may hold it: as it is, or as an escape. */
function spellingsOf(char: string): string {
  const units = Array.from({ length: char.length }, (_, index) => char.charCodeAt(index));
  const hex = units.map((unit) => {
    const digits = [...unit.toString(16).padStart(4, "0")];
    return `\\\\u${digits.map((digit) => (/[a-f]/.test(digit) ? `[${digit}${digit.toUpperCase()}]` : digit)).join("")}`;
  });
  const spellings = [literally(asBytes(char)), hex.join("")];
  const short = SHORT_ESCAPES[char];
  if (short !== undefined) spellings.unshift(`\\\\${literally(short)}`);
  return `(?:${spellings.join("|")})`;
}

const toPattern = (key: string) => new RegExp(Array.from(key, spellingsOf).join(""), "g");

/**
 * The one case in which a reply does not go back as it came: a provider that repeats the account's key would hand it to
 * a program that only holds a proxy key, and that key must never leave the server. In its place the program gets its own
 * proxy key, which is also what it would have seen had it called the provider itself.
 *
 * The key is found as it is and in any JSON escaping of it, in the body and in the headers; a key that a provider encodes
 * in another way (Base64, say) is not.
 *
 * @returns the reply itself when the key is not in it
 */
export function withoutAccountKey(reply: ProviderReply, accountKey: string, proxyKey: string): ProviderReply {
  const body = Buffer.from(reply.body.buffer, reply.body.byteOffset, reply.body.byteLength);
  // Without a backslash there is no escape, so the bytes themselves tell, and a search for bytes is cheap.
  const mayHoldKey = body.includes(accountKey) || body.includes("\\");
  const inHeaders = Object.values(reply.headers).some((value) => value.includes(accountKey));
  if (!mayHoldKey && !inHeaders) return reply;
  const text = body.toString("latin1");
  const cleaned = mayHoldKey ? text.replace(toPattern(accountKey), () => proxyKey) : text;
  if (cleaned === text && !inHeaders) return reply;
  const headers = Object.entries(reply.headers).map(([name, value]) => [name, value.replaceAll(accountKey, proxyKey)]);
  return { ...reply, headers: Object.fromEntries(headers), body: Buffer.from(cleaned, "latin1") };
}
