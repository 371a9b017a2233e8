import type { Socket } from "node:net";
import { createInRanges } from "../net/address-ranges";
import { readAddress } from "../net/ip-address";

/** A page keeps about six, a program's pool some dozens. What is left of the server's own limit is for everybody else. */
export const MAX_CONNECTIONS_OF_ONE = 256;

const LOOPBACK = ["127.0.0.0/8", "::1"];

/** What of a connection is looked at. */
export type CountedSocket = Pick<Socket, "remoteAddress" | "once" | "destroy">;

/**
 * Keeps one address from taking all connections of the server: those beyond `max` are closed at once.
 *
 * Servers in front that are trusted, and what runs on this machine, bring many people's requests and are not counted.
 *
 * @param trustedProxies addresses and ranges
 */
export function createConnectionLimit(trustedProxies: readonly string[], max = MAX_CONNECTIONS_OF_ONE) {
  const isExempt = createInRanges([...LOOPBACK, ...trustedProxies]);
  const open = new Map<string, number>();

  const leave = (address: string) => {
    const left = (open.get(address) ?? 1) - 1;
    if (left > 0) open.set(address, left);
    else open.delete(address);
  };

  return {
    /** Counts a new connection until it closes, or closes it. */
    take: (socket: CountedSocket): void => {
      const address = readAddress(socket.remoteAddress ?? "");
      // Without an address the other end is gone already.
      if (address === null || isExempt(address)) return;
      const count = open.get(address) ?? 0;
      if (count >= max) {
        socket.destroy();
        return;
      }
      open.set(address, count + 1);
      socket.once("close", () => leave(address));
    },
    /** How many addresses are counted now. */
    size: () => open.size,
  };
}
