import { type LookupAddress, lookup as systemLookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { buildConnector } from "undici";
import type { RefuseAddress } from "./address-rules";

/** The short name of a connection that was not made because of where it led. */
export const REFUSED_ADDRESS = "ERR_REFUSED_ADDRESS";

/** Recognise it by its `code`. The message names the kind of address, not the address. */
export class RefusedAddressError extends Error {
  override readonly name = "RefusedAddressError";
  readonly code = REFUSED_ADDRESS;
}

const refused = (what: string) => new RefusedAddressError(`it leads to ${what}, where Banwatch never connects to`);

/** As `dns.lookup` with `all`. */
export type LookUpAll = (
  hostname: string,
  options: { all: true },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** A lookup that fails when any of the answers may not be connected to: a name that is half well is not well. */
function guardLookup(port: number, refuse: RefuseAddress, lookUp: LookUpAll): LookupFunction {
  return (hostname, options, done) => {
    lookUp(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, "", 0);
      const reason = addresses.map(({ address }) => refuse(address, port)).find((found) => found !== null);
      if (reason) return done(refused(reason), "", 0);
      if (options.all) return done(null, addresses);
      const [first] = addresses;
      done(null, first?.address ?? "", first?.family ?? 0);
    });
  };
}

/**
 * Makes connections for undici, each only after `refuse` has seen the very addresses that it is made to. What a name
 * meant earlier does not count: a name that answers differently the second time is checked the second time.
 *
 * Fails with {@link RefusedAddressError} before a byte is sent.
 */
export function createGuardedConnector(options: {
  readonly refuse: RefuseAddress;
  readonly timeoutMs: number;
  readonly lookUp?: LookUpAll;
}): buildConnector.connector {
  const { refuse, timeoutMs, lookUp = systemLookup } = options;
  const connectors = new Map<number, buildConnector.connector>();
  const connectorFor = (port: number) => {
    const known = connectors.get(port);
    if (known !== undefined) return known;
    const made = buildConnector({ timeout: timeoutMs, lookup: guardLookup(port, refuse, lookUp) });
    connectors.set(port, made);
    return made;
  };
  return (target, done) => {
    const port = Number(target.port) || (target.protocol === "https:" ? 443 : 80);
    const literal = target.hostname.replace(/^\[(.*)\]$/, "$1");
    // A literal address is not looked up, so it is checked here.
    const reason = isIP(literal) === 0 ? null : refuse(literal, port);
    if (reason !== null) queueMicrotask(() => done(refused(reason), null));
    else connectorFor(port)(target, done);
  };
}
