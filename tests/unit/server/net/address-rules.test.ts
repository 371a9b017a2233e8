import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCheckProviderAddress } from "@/lib/server/accounts/own-address";
import { createInRanges, findWrongRanges } from "@/lib/server/net/address-ranges";
import { createRefuseAddress, findForbidden } from "@/lib/server/net/address-rules";

const METADATA = "the address of a cloud's metadata service";
const LINK_LOCAL = "a link-local address";
const UNSPECIFIED = "an unspecified address";

describe("where Banwatch never connects to", () => {
  it.each([
    ["169.254.169.254", METADATA],
    ["100.100.100.200", METADATA],
    ["168.63.129.16", METADATA],
    ["fd00:ec2::254", METADATA],
    ["fd00:0ec2:0:0::0254", METADATA],
    ["fd20:ce::254", METADATA],
    ["::ffff:169.254.169.254", METADATA],
    ["::ffff:a9fe:a9fe", METADATA],
    ["0:0:0:0:0:FFFF:A9FE:A9FE", METADATA],
    ["::ffff:0:169.254.169.254", METADATA],
    ["::169.254.169.254", METADATA],
    ["64:ff9b::169.254.169.254", METADATA],
    ["64:ff9b:1::a9fe:a9fe", METADATA],
    ["2002:a9fe:a9fe::1", METADATA],
    ["2001:0:a9fe:a9fe::1", METADATA],
    ["2001:0:1:1:0:0:5601:5601", METADATA],
    ["2001:db8::5efe:a9fe:a9fe", METADATA],
    ["[::ffff:a9fe:a9fe]", METADATA],
    ["169.254.0.1", LINK_LOCAL],
    ["fe80::1", LINK_LOCAL],
    ["fe80::1%eth0", LINK_LOCAL],
    ["febf::1", LINK_LOCAL],
    ["0.0.0.0", UNSPECIFIED],
    ["0.1.2.3", UNSPECIFIED],
    ["::", UNSPECIFIED],
    ["::ffff:0.0.0.0", UNSPECIFIED],
    ["224.0.0.1", "a multicast address"],
    ["ff02::1", "a multicast address"],
    ["255.255.255.255", "a broadcast or reserved address"],
  ])("%s is %s", (address, what) => expect(findForbidden(address)).toBe(what));

  it.each([
    "127.0.0.1",
    "::1",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "fd00::1",
    "169.253.255.255",
    "168.63.129.17",
    "203.0.113.9",
    "2001:db8::1",
    "::ffff:10.0.0.1",
    "fec0::1",
  ])("a provider may live at %s", (address) => expect(findForbidden(address)).toBeNull());

  it("is recognised in every way in which IPv6 holds IPv4", () => {
    const two = (high: number, low: number) => ((high << 8) | low).toString(16);
    fc.assert(
      fc.property(fc.nat(255), fc.nat(255), (c, d) => {
        const hex = `${two(169, 254)}:${two(c, d)}`;
        for (const spelling of [`::ffff:${hex}`, `64:ff9b::${hex}`, `2002:${hex}::`, `::ffff:0:${hex}`, `::${hex}`]) {
          expect(findForbidden(spelling), spelling).not.toBeNull();
        }
      }),
    );
  });

  it("is answered for any text", () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.ipV6(), fc.ipV4()), (text) => void findForbidden(text)));
  });
});

describe("Banwatch itself", () => {
  const refuse = createRefuseAddress(3000, () => ["192.168.1.5", "2001:db8::5"]);

  it.each(["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", "192.168.1.5", "2001:db8::5", "64:ff9b::c0a8:105"])(
    "is at %s on its own port, and there alone",
    (address) => {
      expect(refuse(address, 3000)).toBe("the address of this Banwatch");
      expect(refuse(address, 3001)).toBeNull();
    },
  );

  it("is not every machine that has the same port", () => expect(refuse("192.168.1.6", 3000)).toBeNull());
});

describe("an account's address", () => {
  const check = createCheckProviderAddress({ port: 3000, publicUrl: null });

  it.each([
    "http://169.254.169.254",
    "http://2852039166",
    "http://0xa9fea9fe/",
    "http://0251.0376.0251.0376",
    "http://169.254.43518",
    "http://[::ffff:169.254.169.254]:8080",
    "http://[64:ff9b::169.254.169.254]",
  ])("is refused as soon as it is typed in: %s", (baseUrl) => expect(check(baseUrl)).toContain("metadata service"));

  it.each(["http://localhost:3001", "http://10.0.0.1", "https://api.example.com", "http://[fd00::1]"])(
    "may be %s",
    (baseUrl) => expect(check(baseUrl)).toBeNull(),
  );
});

describe("ranges of addresses", () => {
  it.each([
    "10.0.0.0/33",
    "10.0.0.0/",
    "10.0.0/8",
    "fd00::/129",
    "::ffff:10.0.0.0/96",
    "proxy.example",
    "1.1.1.1/8/8",
    "/8",
  ])("%s is none", (range) => {
    expect(findWrongRanges(["10.0.0.1", range, "fd00::/8"])).toEqual([range]);
    expect(() => createInRanges([range])).toThrow(RangeError);
  });

  it("match by their first bits, in any spelling", () => {
    const isIn = createInRanges(["10.0.0.0/8", "fd00::/8", "192.0.2.7"]);
    for (const address of ["10.255.0.1", "::ffff:10.0.0.1", "[fdff::1]", "FD00::A", "192.0.2.7"]) {
      expect(isIn(address), address).toBe(true);
    }
    for (const address of ["11.0.0.1", "fe00::1", "192.0.2.8", "", "10.0.0.1.1"]) expect(isIn(address)).toBe(false);
  });

  it("match nothing when there are none", () => expect(createInRanges([])("127.0.0.1")).toBe(false));
});
