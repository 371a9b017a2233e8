import { describe, expect, it } from "vitest";
import { createRefuseAddress } from "@/lib/server/net/address-rules";
import { createRefuseNotPublic, findNotPublic } from "@/lib/server/net/public-address";

describe("an address that is none of the public internet's", () => {
  it.each([
    "127.0.0.1",
    "127.255.0.9",
    "::1",
    "[::1]",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.0.1",
    "100.64.0.1",
    "100.127.255.255",
    "fc00::1",
    "fd12:3456::1",
    "fec0::1",
    "198.18.0.1",
    "169.254.169.254",
    "0.0.0.0",
    "::",
    "::ffff:10.0.0.1",
    "::ffff:127.0.0.1",
    "64:ff9b::10.0.0.1",
    "2002:c0a8:0101::",
    "fe80::1%eth0",
  ])("is refused: %s", (address) => expect(findNotPublic(address)).not.toBeNull());

  it.each(["1.1.1.1", "172.15.0.1", "172.32.0.1", "100.63.0.1", "100.128.0.1", "2606:4700::1111", "a.example"])(
    "is not %s",
    (address) => expect(findNotPublic(address)).toBeNull(),
  );
});

describe("the rule for addresses that everybody may name", () => {
  const refuse = createRefuseNotPublic(
    createRefuseAddress(3000, () => []),
    () => ["203.0.113.9"],
  );

  it("refuses this machine at every port, by its public address too", () => {
    expect(refuse("127.0.0.1", 5432)).toBe("a loopback address");
    expect(refuse("203.0.113.9", 5432)).toBe("an address of this machine");
    expect(refuse("::ffff:203.0.113.9", 5432)).toBe("an address of this machine");
    expect(refuse("203.0.113.10", 5432)).toBeNull();
  });

  it("refuses what the rule for all connections refuses", () => {
    expect(createRefuseNotPublic(() => "an address of no good")("1.1.1.1", 443)).toBe("an address of no good");
  });
});
