import { describe, expect, it } from "vitest";
import { prepareCallers } from "@/lib/client/accounts/callers";
import type { Caller } from "@/lib/contracts/proxy-keys";

const CALLER: Caller = {
  kind: "proxy-key",
  proxyKeyId: "k1",
  label: "price crawler",
  person: null,
  revoked: false,
  calls: 100,
  errors: 30,
  answeredHere: 5,
  codes: [],
  otherCodes: { codes: 0, errors: 0 },
};
const OWN: Caller = { ...CALLER, kind: "account-key", proxyKeyId: null, label: null, calls: 20, errors: 10 };

describe("prepareCallers", () => {
  it("gives each caller its own share of errors, and its part of all of them", () => {
    const [key, own] = prepareCallers([CALLER, OWN]);
    expect(key).toMatchObject({ errorShare: 0.3, partOfErrors: 0.75 });
    expect(own).toMatchObject({ errorShare: 0.5, partOfErrors: 0.25 });
  });

  it("claims no share for who only got answers from here", () => {
    const [row] = prepareCallers([{ ...CALLER, calls: 0, errors: 0, answeredHere: 9 }]);
    expect(row).toMatchObject({ errorShare: null, partOfErrors: 0, answeredHere: 9 });
  });

  it("tells what the list of codes leaves out, and nothing when it is whole", () => {
    const otherCodes = { codes: 2, errors: 7 };
    const [row, whole] = prepareCallers([{ ...CALLER, otherCodes }, OWN]);
    expect(row?.otherCodes).toEqual(otherCodes);
    expect(whole?.otherCodes).toBeNull();
  });

  it("keeps the server's order and names every row differently", () => {
    const rows = prepareCallers([CALLER, { ...CALLER, proxyKeyId: "k2" }, OWN, { ...OWN, kind: "banwatch" }]);
    expect(rows.map(({ id }) => id)).toEqual(["k1", "k2", "account-key", "banwatch"]);
  });
});
