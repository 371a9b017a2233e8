import { describe, expect, it } from "vitest";
import { BEFORE_MS, windowBegin } from "@/lib/domain/ban-report/before-window";

const START_MS = 1_800_000_000_000;

describe("windowBegin", () => {
  it("looks ten minutes back, but not into the cooldown before", () => {
    expect(windowBegin(START_MS, null)).toBe(START_MS - BEFORE_MS);
    expect(windowBegin(START_MS, START_MS - BEFORE_MS - 1)).toBe(START_MS - BEFORE_MS);
    expect(windowBegin(START_MS, START_MS - 5_000)).toBe(START_MS - 5_000);
  });

  it("never begins after the ban, also where the one before ended later", () => {
    expect(windowBegin(START_MS, START_MS + 5_000)).toBe(START_MS);
  });
});
