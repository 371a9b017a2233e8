import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { prepareInitials } from "@/lib/client/session/initials";

describe("prepareInitials", () => {
  it.each([
    ["Mara Lindqvist", "ML"],
    ["ada", "A"],
    ["Anna Maria van der Berg", "AB"],
    ["jean-luc picard", "JP"],
    ["ops.bot", "OB"],
    ["王小明", "明"],
    ["(Ops) Team", "OT"],
    ["Émile Zola", "ÉZ"],
    ["𝓐da", "𝓐"],
    ["!!!", "?"],
    ["", "?"],
  ])("stands for %s as %s", (name, initials) => expect(prepareInitials(name)).toBe(initials));

  it("is never longer than two letters, and never half a character", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (name) => {
        const initials = prepareInitials(name);
        expect(initials.isWellFormed()).toBe(true);
        // A single letter may grow when it becomes a capital one (ß, ﬃ).
        expect([...initials].length).toBeLessThanOrEqual(6);
        expect(initials).not.toBe("");
      }),
    );
  });
});
