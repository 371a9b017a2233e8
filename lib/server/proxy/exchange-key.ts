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

/** A text as a pattern that matches just it. */
export const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
/** A text's UTF-8 bytes as one character each, which is how the pattern sees a body. */
const asBytes = (text: string) => Buffer.from(text, "utf8").toString("latin1");

/** One character as a reply may hold it: in any case, as it is, as an escape of JSON, or percent-encoded. */
function spellingsOf(char: string): string {
  const cases = new Set([char, char.toLowerCase(), char.toUpperCase()]);
  return `(?:${[...cases].flatMap(encodingsOf).join("|")})`;
}

function encodingsOf(char: string): string[] {
  const units = Array.from({ length: char.length }, (_, index) => char.charCodeAt(index));
  const hex = units.map((unit) => `\\\\u${unit.toString(16).padStart(4, "0")}`);
  const percent = [...Buffer.from(char, "utf8")].map((byte) => `%${byte.toString(16).padStart(2, "0")}`);
  const spellings = [literally(asBytes(char)), hex.join(""), percent.join("")];
  const short = SHORT_ESCAPES[char];
  if (short !== undefined) spellings.unshift(`\\\\${literally(short)}`);
  return spellings;
}

const toPattern = (key: string) => new RegExp(Array.from(key, spellingsOf).join(""), "gi");

/**
 * The one case in which a reply does not go back as it came: a provider that repeats the account's key would hand it to
 * a program that only holds a proxy key, and that key must never leave the server. In its place the program gets its own
 * proxy key, which is also what it would have seen had it called the provider itself.
 *
 * The key is found in the body and in the headers, in upper and lower case, in any JSON escaping, percent-encoded, and
 * in a mixture of these. Not found is a key that a provider encodes in another way: in Base64, in hexadecimal, in HTML
 * entities, escaped or percent-encoded twice, with other characters in between, or only a part of it.
 *
 * @returns the reply itself when the key is not in it
 */
export function withoutAccountKey(reply: ProviderReply, accountKey: string, proxyKey: string): ProviderReply {
  const pattern = toPattern(accountKey);
  const text = Buffer.from(reply.body.buffer, reply.body.byteOffset, reply.body.byteLength).toString("latin1");
  const cleaned = text.replace(pattern, () => proxyKey);
  const headers = Object.entries(reply.headers).map(([name, value]) => [name, value.replace(pattern, () => proxyKey)]);
  const inHeaders = headers.some(([name = "", value]) => value !== reply.headers[name]);
  if (cleaned === text && !inHeaders) return reply;
  return { ...reply, headers: Object.fromEntries(headers), body: Buffer.from(cleaned, "latin1") };
}
