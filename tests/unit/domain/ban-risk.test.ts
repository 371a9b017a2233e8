import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readRisk, shedsFrom, stepWarning, whatToShed } from "@/lib/domain/ban-risk";

const LIMIT = 300;
const limits = fc.integer({ min: 1, max: 5_000 });
const counts = fc.nat(10_000);

describe("readRisk", () => {
  it.each([
    [0, "calm", 300],
    [149, "calm", 151],
    [150, "elevated", 150],
    [269, "elevated", 31],
    [270, "critical", 30],
    [300, "critical", 0],
    [900, "critical", 0],
  ] as const)("reads %d errors of 300 as %s with %d left", (errors, level, left) => {
    expect(readRisk(errors, LIMIT)).toEqual({ level, left });
  });

  it.each([0, -1, 1.5, Number.NaN])("refuses the limit %d", (limit) => {
    expect(() => readRisk(0, limit)).toThrow(RangeError);
  });
});

describe("shedding", () => {
  it.each([
    [224, "none"],
    [225, "createTask"],
    [269, "createTask"],
    [270, "all"],
  ] as const)("at %d errors of 300 sheds %s", (errors, expected) => {
    expect(whatToShed(errors, LIMIT)).toBe(expected);
  });

  it("sheds new tasks no later than everything, and everything before the limit", () => {
    fc.assert(
      fc.property(limits, (limit) => {
        expect(shedsFrom("createTask", limit)).toBeLessThanOrEqual(shedsFrom("getTaskResult", limit));
        expect(shedsFrom("getTaskResult", limit)).toBeLessThanOrEqual(limit);
      }),
    );
  });

  it("says the same of a method as of the whole", () => {
    fc.assert(
      fc.property(counts, limits, (errors, limit) => {
        const what = whatToShed(errors, limit);
        expect(errors >= shedsFrom("createTask", limit)).toBe(what !== "none");
        expect(errors >= shedsFrom("getBalance", limit)).toBe(what === "all");
      }),
    );
  });
});

describe("stepWarning", () => {
  /** The counts at which a warning was given. */
  const warnedAt = (errors: readonly number[], limit = LIMIT): number[] => {
    let isArmed = true;
    return errors.filter((count) => {
      const step = stepWarning(isArmed, count, limit);
      isArmed = step.isArmed;
      return step.isDue;
    });
  };

  it("warns once when half is reached, however long the count stays there", () => {
    expect(warnedAt([0, 149, 150, 151, 300, 149, 150, 75, 150])).toEqual([150]);
  });

  it("warns again only after the count fell below a quarter", () => {
    expect(warnedAt([150, 75, 160, 74, 149, 170])).toEqual([150, 170]);
  });

  it("never warns below half, and always between two warnings was below a quarter", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { maxLength: 200 }), (errors) => {
        let isArmed = true;
        let lowest = 0;
        for (const count of errors) {
          const step = stepWarning(isArmed, count, 16);
          if (step.isDue) expect(count >= 8 && lowest < 4).toBe(true);
          else expect(count >= 8 && lowest < 4).toBe(false);
          lowest = step.isDue ? count : Math.min(lowest, count);
          isArmed = step.isArmed;
        }
      }),
    );
  });
});
