import { BlockList, isIP } from "node:net";
import { readAddress } from "./ip-address";

/** Whether an address lies in one of some ranges. False for what is no address. */
export type InRanges = (address: string) => boolean;

const familyOf = (address: string) => (isIP(address) === 4 ? "ipv4" : "ipv6");

function addRange(list: BlockList, range: string): boolean {
  const [text = "", prefix, ...rest] = range.split("/");
  const address = readAddress(text);
  if (address === null || rest.length > 0) return false;
  if (prefix === undefined) {
    list.addAddress(address, familyOf(address));
    return true;
  }
  const bits = Number(prefix);
  // A prefix of a mapped address counts bits that its IPv4 spelling does not have.
  if (!/^\d{1,3}$/.test(prefix) || bits > (isIP(address) === 4 ? 32 : 128) || isIP(text) !== isIP(address))
    return false;
  list.addSubnet(address, bits, familyOf(address));
  return true;
}

/** @returns the entries that are neither an address nor a range such as 10.0.0.0/8 or fd00::/8 */
export const findWrongRanges = (ranges: readonly string[]): string[] =>
  ranges.filter((range) => !addRange(new BlockList(), range));

/**
 * Matches addresses of both families, in any spelling.
 *
 * @throws {RangeError} when a range is not one
 */
export function createInRanges(ranges: readonly string[]): InRanges {
  const list = new BlockList();
  for (const range of ranges) if (!addRange(list, range)) throw new RangeError(`not an address range: ${range}`);
  return (text) => {
    const address = readAddress(text);
    return address !== null && list.check(address, familyOf(address));
  };
}
