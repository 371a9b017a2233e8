import { isIPv6 } from "node:net";
import { networkInterfaces } from "node:os";
import { createInRanges, type InRanges } from "./address-ranges";
import { listEmbeddedIPv4, readAddress } from "./ip-address";

/**
 * Where Banwatch never connects to, whoever asks it to. Loopback and private ranges are not among them: a provider of
 * one's own lives there.
 *
 * Metadata services hand the machine's credentials to whoever can send them a request: AWS, Azure, Google Cloud, Oracle
 * (169.254.169.254, fd00:ec2::254, fd20:ce::254, 192.0.0.192), Alibaba (100.100.100.200), Azure's host (168.63.129.16).
 */
const FORBIDDEN: ReadonlyArray<{ readonly what: string; readonly ranges: readonly string[] }> = [
  {
    what: "the address of a cloud's metadata service",
    ranges: ["169.254.169.254", "100.100.100.200", "168.63.129.16", "192.0.0.192", "fd00:ec2::254", "fd20:ce::254"],
  },
  { what: "a link-local address", ranges: ["169.254.0.0/16", "fe80::/10"] },
  { what: "an unspecified address", ranges: ["0.0.0.0/8", "::"] },
  { what: "a multicast address", ranges: ["224.0.0.0/4", "ff00::/8"] },
  { what: "a broadcast or reserved address", ranges: ["240.0.0.0/4"] },
];

const RULES = FORBIDDEN.map(({ what, ranges }): { what: string; matches: InRanges } => ({
  what,
  matches: createInRanges(ranges),
}));

const isLoopback = createInRanges(["127.0.0.0/8", "::1"]);

/** The address itself and those that it leads to by way of a translator; none for what is no IP address. */
export function listMeanings(address: string): string[] {
  const one = readAddress(address);
  if (one === null) return [];
  return isIPv6(one) ? [one, ...listEmbeddedIPv4(one)] : [one];
}

/**
 * Why Banwatch never connects to an address, to be read after "is".
 *
 * @param address an IP address in any spelling; names have to be resolved first
 * @returns null when it may, and for what is no IP address
 */
export function findForbidden(address: string): string | null {
  const meanings = listMeanings(address);
  return RULES.find(({ matches }) => meanings.some(matches))?.what ?? null;
}

/** Why a connection may not be made, to be read after "is"; null when it may. */
export type RefuseAddress = (address: string, port: number) => string | null;

/** The addresses of this machine as of now. */
export const listInterfaces = () =>
  Object.values(networkInterfaces()).flatMap((entries) => (entries ?? []).map(({ address }) => address));

/**
 * The rule for every connection to an address that somebody typed in: not to what is forbidden, and not to Banwatch
 * itself, whose calls would go round in circles.
 *
 * @param ownPort where this server listens; it counts on every address of this machine
 * @param listOwn the addresses of this machine, which may change while it runs
 */
export function createRefuseAddress(ownPort: number, listOwn: () => readonly string[] = listInterfaces): RefuseAddress {
  return (address, port) => {
    const forbidden = findForbidden(address);
    if (forbidden !== null || port !== ownPort) return forbidden;
    const own = new Set(listOwn().map(readAddress));
    const isOwn = listMeanings(address).some((meaning) => isLoopback(meaning) || own.has(meaning));
    return isOwn ? "the address of this Banwatch" : null;
  };
}
