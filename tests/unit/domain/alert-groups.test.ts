import { describe, expect, it } from "vitest";
import { groupKeyOf, groupWaitMs } from "@/lib/domain/alert-groups";

const NOTICE = { kind: "key-ban", providerHost: "api.example.org", ruleId: "rule" } as const;

describe("a message is shared", () => {
  it("by what one rule says about one provider", () => {
    expect(groupKeyOf({ ...NOTICE })).toBe(groupKeyOf(NOTICE));
  });

  it("by nothing else, whatever names hold", () => {
    const others = [
      NOTICE,
      { ...NOTICE, kind: "wrong-key" as const },
      { ...NOTICE, providerHost: "other.example.org" },
      { ...NOTICE, providerHost: null },
      { ...NOTICE, providerHost: "" },
      { ...NOTICE, ruleId: "other" },
      { ...NOTICE, ruleId: 'rule","api.example.org"', providerHost: "" },
    ];
    expect(new Set(others.map(groupKeyOf)).size).toBe(others.length);
  });
});

it.each([
  [0, 250],
  [4, 250],
  [5, 5_000],
  [6, 15_000],
  [7, 60_000],
  [10_000, 60_000],
  [-1, 250],
  [Number.NaN, 250],
])("after %s messages lately it waits for company for %s ms", (sentLately, waitMs) => {
  expect(groupWaitMs(sentLately)).toBe(waitMs);
});

it.each([
  [0, 250],
  [10, 250],
  [29, 250],
  [30, 5_000],
  [10_000, 5_000],
])("after %s messages lately what a channel never heard of waits for %s ms", (sentLately, waitMs) => {
  expect(groupWaitMs(sentLately, true)).toBe(waitMs);
});
