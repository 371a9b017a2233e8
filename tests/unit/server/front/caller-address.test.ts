import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCallerAddress } from "@/lib/server/front/caller-address";
import { createInRanges } from "@/lib/server/net/address-ranges";

const isTrusted = createInRanges(["10.0.0.0/8", "192.0.2.1", "fd00::/8"]);
const read = (peer: string, forwardedFor?: string) => readCallerAddress(peer, forwardedFor, isTrusted);

describe("the caller's address", () => {
  it.each([
    ["the peer without a header", "203.0.113.9", undefined, "203.0.113.9"],
    ["IPv4 as IPv4 on a socket for both", "::ffff:203.0.113.9", undefined, "203.0.113.9"],
    ["nothing that an untrusted peer claims", "203.0.113.9", "198.51.100.7", "203.0.113.9"],
    ["what a trusted peer saw", "10.1.2.3", "198.51.100.7", "198.51.100.7"],
    ["what a trusted peer saw, also through a mapped address", "::ffff:10.1.2.3", "198.51.100.7", "198.51.100.7"],
    ["the right-most one that is not trusted", "10.1.2.3", "1.1.1.1, 198.51.100.7, 192.0.2.1", "198.51.100.7"],
    ["the farthest when all are trusted", "10.1.2.3", "10.9.9.9, 10.8.8.8", "10.9.9.9"],
    ["an address without its port", "10.1.2.3", "198.51.100.7:4711", "198.51.100.7"],
    ["an IPv6 address without brackets and port", "fd00::1", "[2001:db8::7]:4711", "2001:db8::7"],
    ["an IPv6 address in brackets", "fd00::1", "[2001:db8::7]", "2001:db8::7"],
    ["a mapped address as IPv4", "fd00::1", "::ffff:198.51.100.7", "198.51.100.7"],
    ["the peer when the header is garbage", "10.1.2.3", "unknown", "10.1.2.3"],
    ["the peer when an entry on the way is garbage", "10.1.2.3", "198.51.100.7, ???, 10.8.8.8", "10.1.2.3"],
    ["the peer when the header is empty", "10.1.2.3", "", "10.1.2.3"],
  ])("is %s", (_what, peer, forwardedFor, caller) => {
    expect(read(peer, forwardedFor)).toBe(caller);
  });

  const address = fc.oneof(fc.ipV4(), fc.ipV6());
  const header = fc.oneof(
    fc.string(),
    fc.array(fc.oneof(address, fc.string()), { maxLength: 6 }).map((entries) => entries.join(",")),
  );

  it("never throws and never believes a peer that is not trusted", () => {
    fc.assert(
      fc.property(address, header, (peer, forwardedFor) => {
        const caller = read(peer, forwardedFor);
        if (!isTrusted(peer)) expect(caller).toBe(read(peer));
      }),
    );
  });

  it("is never what stands left of the first address that is not trusted", () => {
    fc.assert(
      fc.property(header, fc.ipV4(), (claimed, seen) => {
        fc.pre(!isTrusted(seen));
        expect(read("10.0.0.1", `${claimed},${seen}`)).toBe(seen);
      }),
    );
  });
});
