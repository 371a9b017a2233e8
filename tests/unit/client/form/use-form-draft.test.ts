import { describe, expect, it } from "vitest";
import { isChanged } from "@/lib/client/form/use-form-draft";

const FIRST = { name: "staging", accountIds: ["a"] as readonly string[] | null, threshold: "" };

describe("whether a form says anything else than it began with", () => {
  it("is so once a field or what is in a list differs", () => {
    expect(isChanged(FIRST, { ...FIRST, name: "stagin" })).toBe(true);
    expect(isChanged(FIRST, { ...FIRST, accountIds: ["a", "b"] })).toBe(true);
    expect(isChanged(FIRST, { ...FIRST, accountIds: null })).toBe(true);
  });

  it("is not so for what was typed and taken back again", () => {
    expect(isChanged(FIRST, { ...FIRST, name: "staging", accountIds: ["a"] })).toBe(false);
  });
});
