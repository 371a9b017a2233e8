import { isIPv4, isIPv6 } from "node:net";

/** `0a00:0001` in two groups is 10.0.0.1. */
const toIPv4 = (high: number, low: number) => [high >> 8, high & 255, low >> 8, low & 255].join(".");

/** The eight 16-bit groups of an IPv6 address that `isIPv6` takes, without its zone. */
function readGroups(address: string): number[] {
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  const [, start, ...bytes] = dotted ?? [];
  const [a = 0, b = 0, c = 0, d = 0] = bytes.map(Number);
  const text = dotted === null ? address : `${start}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
  const read = (part: string | undefined) => (part ? part.split(":").map((group) => Number.parseInt(group, 16)) : []);
  const [head, tail] = text.split("::");
  const before = read(head);
  const after = read(tail);
  return [...before, ...new Array<number>(8 - before.length - after.length).fill(0), ...after];
}

/**
 * The IPv4 addresses that stand inside an IPv6 address, by any of the ways that lead packets there: mapped and translated
 * (RFC 4291, RFC 2765), NAT64 (RFC 6052, RFC 8215), 6to4 (RFC 3056), Teredo (RFC 4380) and ISATAP (RFC 5214).
 *
 * @param address one that `isIPv6` takes
 */
export function listEmbeddedIPv4(address: string): string[] {
  const groups = readGroups(address.replace(/%.*$/, ""));
  const [g0 = 0, g1 = 0, g2 = 0, g3 = 0, g4 = 0, g5 = 0, g6 = 0, g7 = 0] = groups;
  const startsWith = (...prefix: number[]) => prefix.every((group, index) => groups[index] === group);
  const last = toIPv4(g6, g7);
  if (startsWith(0, 0, 0, 0, 0, 0xffff) || startsWith(0, 0, 0, 0, 0xffff, 0)) return [last];
  // "::" and "::1" are addresses of their own, not 0.0.0.0 and 0.0.0.1.
  if (startsWith(0, 0, 0, 0, 0, 0)) return g6 === 0 && g7 <= 1 ? [] : [last];
  if (startsWith(0x64, 0xff9b)) return [last];
  if (g0 === 0x2002) return [toIPv4(g1, g2)];
  if (startsWith(0x2001, 0)) return [toIPv4(g2, g3), toIPv4(g6 ^ 0xffff, g7 ^ 0xffff)];
  return (g4 & 0xfdff) === 0 && g5 === 0x5efe ? [last] : [];
}

/**
 * An address in one spelling: without brackets and zone, IPv4 as IPv4 also where a socket for both writes it into IPv6.
 *
 * @returns null for what is no address
 */
export function readAddress(text: string): string | null {
  const bare = text.replace(/^\[(.*)\]$/, "$1");
  if (isIPv4(bare)) return bare;
  if (!isIPv6(bare)) return null;
  const address = bare.replace(/%.*$/, "").toLowerCase();
  const groups = readGroups(address);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  return isMapped ? (listEmbeddedIPv4(address)[0] ?? null) : address;
}
