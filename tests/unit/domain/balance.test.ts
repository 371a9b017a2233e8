import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDecimal, balanceLevel, compareDecimal, parseDecimal, readBalanceText } from "@/lib/domain/balance";

const SCALE = 12;
/** A whole number of units of 10^-12, and its decimal string written by other means than those under test. */
const scaled = fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n });
const print = (value: bigint) => {
  const digits = (value < 0n ? -value : value).toString().padStart(SCALE + 1, "0");
  return `${value < 0n ? "-" : ""}${digits.slice(0, -SCALE)}.${digits.slice(-SCALE)}`;
};

describe("parseDecimal", () => {
  it.each([
    [0, "0"],
    [12, "12"],
    [-3.5, "-3.5"],
    [1e21, "1000000000000000000000"],
    [1e-7, "0.0000001"],
    ["0012.500", "12.5"],
    [" 7 ", "7"],
    ["-0.00", "0"],
    [".5", "0.5"],
    ["5.", "5"],
    ["1.25e3", "1250"],
    ["1.25E-3", "0.00125"],
    ["0e999", "0"],
    ["9007199254740993.000000001", "9007199254740993.000000001"],
  ])("reads %j", (value, expected) => {
    expect(parseDecimal(value)).toBe(expected);
  });

  it.each([
    "",
    ".",
    "-",
    "1,000",
    "$5",
    "5 USD",
    "0x10",
    "Infinity",
    Number.NaN,
    Number.POSITIVE_INFINITY,
    null,
    undefined,
    true,
    [],
    {},
    "1e41",
    "1e9999",
    "1e-9999",
    "1e99999999999",
    "9".repeat(41),
    "9".repeat(1000),
  ])("refuses what is no plain number: %j", (value) => {
    expect(parseDecimal(value)).toBeNull();
  });

  it("keeps the value of every decimal and is canonical", () => {
    fc.assert(
      fc.property(scaled, (value) => {
        const parsed = parseDecimal(print(value)) ?? "";
        expect(parsed).toMatch(/^(0|-?(?!0+$)(0|[1-9]\d*)(\.\d*[1-9])?)$/);
        expect(compareDecimal(parsed, print(value))).toBe(0);
      }),
    );
  });

  it("writes every finite number of moderate size as JavaScript means it", () => {
    fc.assert(
      fc.property(fc.double({ min: -1e15, max: 1e15, noNaN: true }), (value) => {
        const parsed = parseDecimal(value);
        if (Math.abs(value) >= 1e-12) expect(Number(parsed)).toBe(value);
      }),
    );
  });
});

describe("compareDecimal and addDecimal", () => {
  it("compare as scaled whole numbers do", () => {
    fc.assert(
      fc.property(scaled, scaled, (a, b) => {
        expect(compareDecimal(print(a), print(b))).toBe(a < b ? -1 : a > b ? 1 : 0);
      }),
    );
  });

  it("add exactly", () => {
    fc.assert(
      fc.property(scaled, scaled, (a, b) => {
        expect(compareDecimal(addDecimal(print(a), print(b)), print(a + b))).toBe(0);
      }),
    );
    expect(addDecimal("0.1", "0.2")).toBe("0.3");
    expect(addDecimal("1.5", "-1.50")).toBe("0");
    expect(addDecimal("-0.25", "0.05")).toBe("-0.2");
    expect(addDecimal("5", "5")).toBe("10");
  });

  it("compare by value, not by spelling or length", () => {
    expect(compareDecimal("1.50", "1.5")).toBe(0);
    expect(compareDecimal("9", "10")).toBe(-1);
    expect(compareDecimal("-9", "-10")).toBe(1);
    expect(compareDecimal("9007199254740993", "9007199254740992")).toBe(1);
  });

  it.each(["", "1e3", "abc", "1,0", " 1"])("refuse %j", (text) => {
    expect(() => compareDecimal(text, "1")).toThrow(RangeError);
    expect(() => addDecimal("1", text)).toThrow(RangeError);
  });
});

describe("balanceLevel", () => {
  const thresholds = { low: "10", critical: "2.5" };

  it.each([
    ["10.0001", "ok"],
    ["10", "low"],
    ["10.00", "low"],
    ["2.51", "low"],
    ["2.5", "critical"],
    ["0.0001", "critical"],
    ["0", "empty"],
    ["0.000", "empty"],
    ["-4", "empty"],
    [null, "unknown"],
    ["n/a", "unknown"],
  ] as const)("calls %j %s", (balance, level) => {
    expect(balanceLevel(balance, thresholds)).toBe(level);
  });

  it("warns of nothing but emptiness when no threshold is set", () => {
    expect(balanceLevel("0.01", { low: null, critical: null })).toBe("ok");
    expect(balanceLevel("0", { low: null, critical: null })).toBe("empty");
  });

  it("does not need the thresholds to be in order", () => {
    expect(balanceLevel("3", { low: "1", critical: "5" })).toBe("critical");
  });
});

describe("readBalanceText", () => {
  it.each([
    ['{"errorId":0,"balance":12.50}', "12.50"],
    ['{"balance":9007199254740993.10}', "9007199254740993.10"],
    ['{"balance": "12.50" }', "12.50"],
    ['{"balance":-1.5e-3}', "-1.5e-3"],
    ['{"bal\\u0061nce":7}', "7"],
    ['{"packages":[{"balance":1}],"data":{"balance":2},"balance":3}', "3"],
    ['{"balance":3,"data":{"balance":2}}', "3"],
    ['{"note":"\\"balance\\":1,","balance":3}', "3"],
    ['{"note":"\\\\","balance":3}', "3"],
    ['{"a":"balance","balance":3}', "3"],
    ['{"balance":3,"balance":4}', "4"],
    ['\uFEFF {"balance":3}', "3"],
  ])("finds the balance of %s", (text, balance) => {
    expect(readBalanceText(text)).toBe(balance);
  });

  it.each([
    "",
    "{}",
    "[]",
    '[{"balance":1}]',
    '["balance",1]',
    '{"balance":null}',
    '{"balance":{"balance":1}}',
    '{"balance":[1]}',
    '{"balance":3,"balance":{}}',
    '{"data":{"balance":2}}',
    '{"Balance":2}',
    '{"a":"balance","b":1}',
    '{"balance":12',
    "<html>balance: 5</html>",
  ])("finds none in %s", (text) => {
    expect(readBalanceText(text)).toBeNull();
  });

  it("agrees with JSON.parse on any object, whatever surrounds the balance", () => {
    const key = fc.oneof(fc.string(), fc.constantFrom("balance", '"balance"', "balance\\"));
    fc.assert(
      fc.property(fc.dictionary(key, fc.jsonValue()), fc.constantFrom(undefined, 1), (value, indent) => {
        const { balance } = value;
        const expected =
          typeof balance === "string" ? balance : typeof balance === "number" ? JSON.stringify(balance) : null;
        expect(readBalanceText(JSON.stringify(value, null, indent))).toBe(expected);
      }),
    );
  });

  it("takes time in proportion to the text", () => {
    const noise = JSON.stringify({ a: '"balance":1 '.repeat(300_000), b: Array(500_000).fill({}), balance: 5 });
    const startedMs = performance.now();
    expect(readBalanceText(noise)).toBe("5");
    expect(performance.now() - startedMs).toBeLessThan(3000);
  });
});
