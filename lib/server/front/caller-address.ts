import type { InRanges } from "../net/address-ranges";
import { readAddress } from "../net/ip-address";

/** An entry of X-Forwarded-For; some servers add the port. */
const readEntry = (entry: string): string | null =>
  readAddress(entry) ?? readAddress(entry.replace(/^(\[[^\]]*\]|[\d.]+):\d{1,5}$/, "$1"));

/**
 * Who called. The header is only read when the connection comes from a server that is trusted, and then from the right:
 * each server adds the address that it saw, so whatever stands left of the first one that is not trusted is a claim.
 *
 * @param peer the other end of the connection
 * @param forwardedFor X-Forwarded-For as it came
 * @returns the peer where the header says nothing that can be read; when all are trusted, the farthest of them
 */
export function readCallerAddress(peer: string, forwardedFor: string | undefined, isTrusted: InRanges): string {
  const own = readAddress(peer) ?? peer;
  if (forwardedFor === undefined || !isTrusted(own)) return own;
  const entries = forwardedFor.split(",").map((entry) => readEntry(entry.trim()));
  let farthest = own;
  for (const address of entries.reverse()) {
    if (address === null) return own;
    farthest = address;
    if (!isTrusted(address)) break;
  }
  return farthest;
}
