import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { listNearNames } from "@/lib/domain/near-names";

const KNOWN = ["remaining", "resolved", "heldCalls", "calls", "code", "provider", "until"];

describe("listNearNames", () => {
  it.each([
    ["remainig", ["remaining"]],
    ["remaniing", ["remaining"]],
    ["Provider", ["provider"]],
    ["held", ["heldCalls"]],
    ["heldcalls", ["heldCalls"]],
    ["cod", ["code"]],
    ["xyz", []],
    ["c", []],
  ])("finds for %s %j", (name, near) => {
    expect(listNearNames(name, KNOWN)).toEqual(near);
  });

  it("finds a name that differs by one letter, whatever it is", () => {
    const name = fc.stringMatching(/^[a-z]{4,12}$/);
    fc.assert(
      fc.property(name, fc.nat(11), fc.stringMatching(/^[a-z]$/), (known, at, letter) => {
        const index = at % known.length;
        const typed = `${known.slice(0, index)}${letter}${known.slice(index + 1)}`;
        expect(listNearNames(typed, [known])).toEqual([known]);
      }),
    );
  });

  it("names three at most", () => {
    expect(listNearNames("ab", ["aa", "ac", "ad", "ae"])).toHaveLength(3);
  });
});
