import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareDecimal, parseDecimal } from "@/lib/domain/balance";
import { averageTaskPrice, costOfTasks } from "@/lib/domain/ban-report/task-price";

const MINUTE_MS = 60_000;
const reading = (minute: number, balance: string) => ({ atMs: minute * MINUTE_MS, balance });
const minute = (at: number, tasks: number) => ({ minuteMs: at * MINUTE_MS, tasks });

/** A hundredth of a unit, written by other means than those under test. */
const cents = (value: number) => (value / 100).toFixed(2);

describe("averageTaskPrice", () => {
  it("divides what was spent by the tasks between the readings", () => {
    expect(averageTaskPrice([reading(0, "1000"), reading(5, "940")], [minute(1, 4), minute(3, 4)])).toBe("7.5");
    expect(averageTaskPrice([reading(0, "1"), reading(5, "0.9")], [minute(1, 3)])).toBe("0.033333");
    expect(averageTaskPrice([reading(0, "1"), reading(5, "0.98")], [minute(2, 3)])).toBe("0.006667");
  });

  it("leaves out the time in which money came in, with its tasks", () => {
    const readings = [reading(0, "100"), reading(5, "90"), reading(10, "5000"), reading(15, "4980")];
    expect(averageTaskPrice(readings, [minute(2, 10), minute(7, 5_000), minute(12, 20)])).toBe("1");
  });

  it.each([
    ["no reading", [], [minute(0, 9)]],
    ["one reading", [reading(0, "5")], [minute(0, 9)]],
    ["no task", [reading(0, "5"), reading(5, "4")], []],
    ["two tasks only", [reading(0, "5"), reading(5, "4")], [minute(1, 2)]],
    ["tasks of another time", [reading(0, "5"), reading(5, "4")], [minute(5, 9), minute(-1, 9)]],
    ["nothing spent", [reading(0, "5"), reading(5, "5")], [minute(1, 9)]],
    ["top-ups only", [reading(0, "5"), reading(5, "6"), reading(9, "7")], [minute(1, 9), minute(6, 9)]],
    ["less than a millionth each", [reading(0, "0.000001"), reading(5, "0")], [minute(1, 9)]],
    ["balances that are no numbers", [reading(0, "lots"), reading(5, "")], [minute(1, 9)]],
  ])("says nothing with %s", (_name, readings, tasks) => {
    expect(averageTaskPrice(readings, tasks)).toBeNull();
  });

  it("passes over a balance that cannot be read", () => {
    const readings = [reading(0, "100"), reading(2, "n/a"), reading(5, "90")];
    expect(averageTaskPrice(readings, [minute(1, 10)])).toBe("1");
  });

  it("finds the price again, whatever is paid in between and however far the account is overdrawn", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.integer({ min: -100_000, max: 100_000 }),
        fc.array(fc.record({ tasks: fc.nat({ max: 50 }), paidIn: fc.constantFrom(0, 0, 0, 1_000_000_000) }), {
          minLength: 1,
          maxLength: 40,
        }),
        (priceCents, start, steps) => {
          let balance = start;
          const readings = [reading(0, cents(balance))];
          const tasks = [];
          let seen = 0;
          for (const [index, step] of steps.entries()) {
            balance += step.paidIn - step.tasks * priceCents;
            readings.push(reading((index + 1) * 5, cents(balance)));
            tasks.push(minute(index * 5 + 2, step.tasks));
            if (step.paidIn === 0) seen += step.tasks;
          }
          const price = averageTaskPrice(readings, tasks);
          if (seen < 3) expect(price).toBeNull();
          else expect(price).toBe(parseDecimal(cents(priceCents)));
        },
      ),
    );
  });

  it("never answers with a price that is not positive, and takes any balance", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.integer().map(String), fc.double().map(String)), { maxLength: 10 }),
        fc.array(fc.nat({ max: 1_000_000 }), { maxLength: 10 }),
        (balances, tasks) => {
          const price = averageTaskPrice(
            balances.map((balance, index) => reading(index, balance)),
            tasks.map((count, index) => minute(index, count)),
          );
          if (price !== null) expect(compareDecimal(price, "0")).toBe(1);
        },
      ),
    );
  });
});

describe("costOfTasks", () => {
  it("is exact", () => {
    expect(costOfTasks("0.1", 3)).toBe("0.3");
    expect(costOfTasks("7.5", 1_204)).toBe("9030");
    expect(costOfTasks("9007199254740993.000001", 2)).toBe("18014398509481986.000002");
    expect(costOfTasks("3", 0)).toBe("0");
  });

  it("is unknown where it has more digits than a decimal of the API", () => {
    expect(costOfTasks("9".repeat(24), 1)).toBe("9".repeat(24));
    expect(costOfTasks("9".repeat(24), 2)).toBeNull();
  });

  it.each([-1, 0.5, Number.NaN])("refuses %s tasks", (tasks) => {
    expect(() => costOfTasks("1", tasks)).toThrow(RangeError);
  });
});
