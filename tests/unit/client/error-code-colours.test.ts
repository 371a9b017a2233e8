import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assignCodeColours, colourOf, OTHER_COLOUR } from "@/lib/client/errors/code-colours";
import { DOCUMENTED_CODES } from "@/lib/domain/catalogue";

const codes = fc.uniqueArray(
  fc.oneof(fc.constantFrom(...DOCUMENTED_CODES), fc.string({ minLength: 1, maxLength: 20 }), fc.constant("__proto__")),
  { maxLength: 40 },
);

describe("assignCodeColours", () => {
  it("gives each documented code the same colour whatever else occurs", () => {
    const alone = new Map(DOCUMENTED_CODES.map((code) => [code, assignCodeColours([code]).get(code)]));
    expect(new Set(alone.values()).size).toBe(DOCUMENTED_CODES.length);
    fc.assert(
      fc.property(codes, (ranked) => {
        const colours = assignCodeColours(ranked);
        for (const code of DOCUMENTED_CODES) {
          if (ranked.includes(code)) expect(colours.get(code)).toBe(alone.get(code));
        }
      }),
    );
  });

  it("never gives two codes one colour, and leaves none free while a code goes without", () => {
    fc.assert(
      fc.property(codes, (ranked) => {
        const colours = assignCodeColours(ranked);
        expect(new Set(colours.values()).size).toBe(colours.size);
        expect(colours.size).toBe(Math.min(ranked.length, 12));
        expect([...colours.values()]).not.toContain(OTHER_COLOUR);
      }),
    );
  });

  it("groups the least frequent of the undocumented codes, never a documented one", () => {
    const strangers = Array.from({ length: 11 }, (_, index) => `STRANGE_${index}`);
    const colours = assignCodeColours([...strangers, "ERROR_IP_BANNED", "ERROR_KEY_BANNED"]);
    expect(strangers.filter((code) => !colours.has(code))).toEqual(["STRANGE_10"]);
    expect(colours.has("ERROR_IP_BANNED") && colours.has("ERROR_KEY_BANNED")).toBe(true);
  });

  it("keeps the colours when one code overtakes another", () => {
    const before = assignCodeColours(["A", "B", "ERROR_ZERO_BALANCE", "C"]);
    const after = assignCodeColours(["C", "ERROR_ZERO_BALANCE", "B", "A"]);
    for (const code of ["A", "B", "C"]) expect(after.get(code)).toBe(before.get(code));
  });
});

describe("colourOf", () => {
  it("knows a documented code that the period does not have, and calls any other one other", () => {
    const colours = assignCodeColours(["STRANGE"]);
    expect(colourOf(colours, "ERROR_IP_BANNED")).toBe(assignCodeColours(["ERROR_IP_BANNED"]).get("ERROR_IP_BANNED"));
    expect(colourOf(colours, "STRANGE")).toBe(colours.get("STRANGE"));
    expect(colourOf(colours, "constructor")).toBe(OTHER_COLOUR);
  });
});
