import { createInRanges, type InRanges } from "./address-ranges";
import { findForbidden, listInterfaces, listMeanings, type RefuseAddress } from "./address-rules";
import { readAddress } from "./ip-address";

/** Where nobody but the neighbours of this machine gets to (RFC 6890; RFC 1918, 4193, 6598, 3879, 2544). */
const NOT_PUBLIC: ReadonlyArray<{ readonly what: string; readonly ranges: readonly string[] }> = [
  { what: "a loopback address", ranges: ["127.0.0.0/8", "::1"] },
  { what: "a private address", ranges: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fec0::/10"] },
  { what: "an address behind a carrier's translator", ranges: ["100.64.0.0/10"] },
  { what: "an address of a special purpose", ranges: ["192.0.0.0/24", "198.18.0.0/15", "100::/64"] },
];

const RULES = NOT_PUBLIC.map(({ what, ranges }): { what: string; matches: InRanges } => ({
  what,
  matches: createInRanges(ranges),
}));

/**
 * Why an address is none of the public internet's, to be read after "is": besides what is forbidden to all, loopback,
 * private and unique-local addresses and those behind a carrier's translator, also by way of IPv6.
 *
 * @param address an IP address in any spelling; names have to be resolved first
 * @returns null for one that is public, and for what is no IP address
 */
export function findNotPublic(address: string): string | null {
  const meanings = listMeanings(address);
  return findForbidden(address) ?? RULES.find(({ matches }) => meanings.some(matches))?.what ?? null;
}

/**
 * The rule for connections to an address that people of every role may name, as browsers do with their push service: to
 * the public internet only, and not to this machine, whatever listens there.
 *
 * @param refuse the rule that holds for all connections
 * @param listOwn the addresses of this machine, which may change while it runs
 */
export function createRefuseNotPublic(
  refuse: RefuseAddress,
  listOwn: () => readonly string[] = listInterfaces,
): RefuseAddress {
  return (address, port) => {
    const reason = refuse(address, port) ?? findNotPublic(address);
    if (reason !== null) return reason;
    const own = new Set(listOwn().map(readAddress));
    return listMeanings(address).some((meaning) => own.has(meaning)) ? "an address of this machine" : null;
  };
}
