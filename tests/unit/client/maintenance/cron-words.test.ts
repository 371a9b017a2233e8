import { describe, expect, it } from "vitest";
import { type CronPart, readCron } from "@/lib/client/maintenance/cron-words";

const partsOf = (expression: string): readonly (readonly CronPart[])[] =>
  readCron(expression)?.fields.map(({ parts }) => parts) ?? [];

describe("readCron", () => {
  it("reads values, lists, ranges and steps, field by field", () => {
    expect(partsOf("0,30 */2 1-15 JAN 1-5")).toEqual([
      [
        { kind: "value", value: 0 },
        { kind: "value", value: 30 },
      ],
      [{ kind: "step", step: 2, from: null, to: null }],
      [{ kind: "range", from: 1, to: 15 }],
      [{ kind: "value", value: 1 }],
      [{ kind: "range", from: 1, to: 5 }],
    ]);
  });

  it("takes both 0 and 7 for Sunday, and names for numbers", () => {
    expect(partsOf("0 0 * * 7")[4]).toEqual([{ kind: "value", value: 0 }]);
    expect(partsOf("0 0 * * sun")[4]).toEqual([{ kind: "value", value: 0 }]);
  });

  it("reads a step inside a range, and the last day of a month", () => {
    expect(partsOf("0 8-18/2 L * *").slice(1, 3)).toEqual([
      [{ kind: "step", step: 2, from: 8, to: 18 }],
      [{ kind: "last" }],
    ]);
  });

  it.each(["61 0 * * *", "0-5-9 0 * * *", "*/0 0 * * *", "1/2/3 0 * * *", "LW 0 * * *"])(
    "claims no meaning for what it does not know: %s",
    (expression) => {
      expect(partsOf(expression)[0]).toEqual([{ kind: "other", text: expression.split(" ")[0] }]);
    },
  );

  it("says when one of two days is enough", () => {
    expect(readCron("0 0 1 * 1")?.eitherDay).toBe(true);
    expect(readCron("0 0 1 * *")?.eitherDay).toBe(false);
  });

  it.each(["", "* * * *", "* * * * * *"])("is null for what does not have five fields: %j", (expression) => {
    expect(readCron(expression)).toBeNull();
  });
});
