import { randomBytes } from "node:crypto";

const last = { atMs: -1, count: 0 };

/**
 * A unique id that sorts by time, so that new rows of the database land side by side. Shape of a UUID, version 7
 * (RFC 9562 §6.2, method 1): ids of one millisecond sort in the order in which they were made.
 */
export function createEventId(atMs: number): string {
  last.count = atMs === last.atMs ? (last.count + 1) % 0x1000 : 0;
  last.atMs = atMs;
  const bytes = randomBytes(16);
  bytes.writeUIntBE(atMs, 0, 6);
  bytes.writeUInt16BE(0x7000 | last.count, 6);
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
