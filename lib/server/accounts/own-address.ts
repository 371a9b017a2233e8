import { findForbidden } from "../net/address-rules";

/** What is wrong with an address as a provider's, to be read after the field's name; null when nothing is. */
export type CheckProviderAddress = (baseUrl: string) => string | null;

/** `::ffff:7f…` is 127.0.0.0/8 as a URL spells it inside IPv6; the unspecified addresses lead to the loopback as well. */
const LOOPBACK = /^(localhost\.?|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1?\]|\[::ffff:(7f[0-9a-f]{2}:[0-9a-f]{1,4}|0:0)\])$/;

const portOf = ({ port, protocol }: URL) => (port !== "" ? Number(port) : protocol === "https:" ? 443 : 80);

/**
 * Knows Banwatch's own addresses: a call that it sent to itself would come in again, find the same account and go out
 * again, without end. Knows the addresses as well that Banwatch never connects to.
 *
 * It says early, at the field, what can be told from the text. What a name means is checked with every connection
 * (lib/server/net).
 *
 * @param own.port where this server listens; it counts on every name of the loopback
 */
export function createCheckProviderAddress(own: {
  readonly port: number;
  readonly publicUrl: string | null;
}): CheckProviderAddress {
  const isSelf = (url: URL): boolean => {
    if (LOOPBACK.test(url.hostname) && portOf(url) === own.port) return true;
    if (own.publicUrl === null) return false;
    const publicUrl = new URL(own.publicUrl);
    return url.hostname === publicUrl.hostname && portOf(url) === portOf(publicUrl);
  };
  return (baseUrl) => {
    const url = new URL(baseUrl);
    if (isSelf(url)) {
      return "is the address of this Banwatch: its calls would go round in circles. Give the provider's own address";
    }
    const forbidden = findForbidden(url.hostname);
    return forbidden === null ? null : `is ${forbidden}, where Banwatch never connects to. Give the provider's own`;
  };
}
