import { describe, expect, it } from "vitest";
import { formatDecimal, leastFractionDigitsOf } from "@/lib/client/format/format-decimal";
import { prepareBalanceCards, prepareSparkline } from "@/lib/client/overview/balance-cards";
import { pointsChange, relativeChange } from "@/lib/client/overview/trend";
import type { AccountBalance } from "@/lib/contracts/balances";

const FROM_MS = Date.UTC(2026, 0, 15);
const TO_MS = FROM_MS + 3_600_000;
const NO_THRESHOLDS = { lowBalance: null, criticalBalance: null };

/** A reading every ten minutes. */
const samples = (...balances: string[]) =>
  balances.map((balance, index) => ({ atMs: FROM_MS + index * 600_000, balance }));

const account = (name: string, level: AccountBalance["level"]): AccountBalance => ({
  accountId: name,
  account: name,
  providerName: "EZ-Captcha",
  unit: "points",
  balance: "1",
  atMs: FROM_MS,
  level,
  lowBalance: null,
  criticalBalance: null,
  lookUpFailure: null,
  samples: [],
});

describe("prepareBalanceCards", () => {
  it("puts first what needs a look first, and keeps the order of what is alike", () => {
    const accounts = [account("a", "ok"), account("b", "low"), account("c", "empty"), account("d", "ok")];
    const cards = prepareBalanceCards({ accounts, fromMs: FROM_MS, toMs: TO_MS });
    expect(cards.map((card) => card.account)).toEqual(["c", "b", "a", "d"]);
  });
});

describe("prepareSparkline", () => {
  it("draws nothing from fewer than two samples", () => {
    expect(prepareSparkline(samples("5"), NO_THRESHOLDS, FROM_MS, TO_MS)).toBeNull();
  });

  it("leaves room above and below the curve", () => {
    const model = prepareSparkline(samples("150", "200"), NO_THRESHOLDS, FROM_MS, TO_MS);
    expect(model?.valueDomain).toEqual([142.5, 207.5]);
  });

  it("stands on zero once less than three fifths of the highest balance are left", () => {
    const bottomOf = (...balances: string[]) =>
      prepareSparkline(samples(...balances), NO_THRESHOLDS, FROM_MS, TO_MS)?.valueDomain[0];
    expect(bottomOf("1000", "599")).toBe(0);
    expect(bottomOf("1000", "600")).toBeGreaterThan(500);
  });

  it("names the lowest and the highest balance as they were read", () => {
    const model = prepareSparkline(samples("7.10", "9.50", "3.00", "4"), NO_THRESHOLDS, FROM_MS, TO_MS);
    expect(model).toMatchObject({ least: "3.00", most: "9.50" });
  });

  it("is never a vertical stroke: readings close together fill the width, those of one instant draw nothing", () => {
    const near = [5, 4].map((balance, index) => ({ atMs: TO_MS - 2_000 + index * 1_000, balance: `${balance}` }));
    expect(prepareSparkline(near, NO_THRESHOLDS, FROM_MS, TO_MS)).toMatchObject({
      isZoomed: true,
      fromMs: TO_MS - 2_000,
      toMs: TO_MS - 1_000,
    });
    const once = near.map((sample) => ({ ...sample, atMs: TO_MS }));
    expect(prepareSparkline(once, NO_THRESHOLDS, FROM_MS, TO_MS)).toBeNull();
    const spread = prepareSparkline(samples("5", "4"), NO_THRESHOLDS, FROM_MS, TO_MS);
    expect(spread).toMatchObject({ isZoomed: false, fromMs: FROM_MS, toMs: TO_MS });
  });

  it("gives a flat curve a range of its own, at zero too", () => {
    for (const flat of ["0", "500", "-3"]) {
      const [low, high] = prepareSparkline(samples(flat, flat), NO_THRESHOLDS, FROM_MS, TO_MS)?.valueDomain ?? [0, 0];
      expect(low).toBeLessThanOrEqual(Number(flat));
      expect(high).toBeGreaterThan(Number(flat));
    }
  });

  it("goes below zero only when the balance does", () => {
    const [low] = prepareSparkline(samples("1", "500"), NO_THRESHOLDS, FROM_MS, TO_MS)?.valueDomain ?? [];
    expect(low).toBe(0);
    const [negative] = prepareSparkline(samples("-1", "500"), NO_THRESHOLDS, FROM_MS, TO_MS)?.valueDomain ?? [];
    expect(negative).toBeLessThan(-1);
  });

  it("shows a threshold that is near, inside the range, and leaves out one that would flatten the curve", () => {
    const thresholds = { lowBalance: "80", criticalBalance: "-5000" };
    const model = prepareSparkline(samples("100", "150"), thresholds, FROM_MS, TO_MS);
    expect(model?.thresholds).toEqual([{ level: "low", value: 80 }]);
    expect(model?.valueDomain[0]).toBeLessThan(80);
  });

  it("keeps the balance as it was read beside the value that is drawn", () => {
    const model = prepareSparkline(samples("0.10", "12345678901234567890.5"), NO_THRESHOLDS, FROM_MS, TO_MS);
    expect(model?.points.map(({ balance }) => balance)).toEqual(["0.10", "12345678901234567890.5"]);
  });
});

describe("formatDecimal", () => {
  it.each([
    ["0", "en", 0, "0"],
    ["1234567", "en", 0, "1,234,567"],
    ["1234567.5", "de", 0, "1.234.567,5"],
    ["123456789012345678901234", "en", 0, "123,456,789,012,345,678,901,234"],
    ["-0.5", "en", 2, "-0.50"],
    ["2.5", "en", 2, "2.50"],
    ["2", "zh-CN", 2, "2.00"],
    ["0.99999", "en", 2, "0.9999"],
    ["7.000", "en", 0, "7"],
  ])("writes %s in %s with at least %d decimals as %s", (text, locale, least, shown) => {
    expect(formatDecimal(text, locale, least)).toBe(shown);
  });

  it("refuses what is not a decimal string", () => {
    expect(() => formatDecimal("1e5", "en")).toThrow(RangeError);
  });

  it("writes money with cents and points without", () => {
    expect([leastFractionDigitsOf("USD"), leastFractionDigitsOf("points")]).toEqual([2, 0]);
  });
});

describe("changes against the period before", () => {
  it("are unknown when there was nothing to compare with", () => {
    expect(relativeChange(5, 0)).toBeNull();
    expect(pointsChange(0.5, null)).toBeNull();
    expect(pointsChange(null, 0.5)).toBeNull();
  });

  it("count a rate in percentage points", () => {
    expect(pointsChange(0.05, 0.02)?.change).toBeCloseTo(3);
    expect(pointsChange(0.02, 0.05)?.direction).toBe("down");
  });

  it("are flat when they would be shown as nothing", () => {
    expect(relativeChange(1_001, 1_000)).toEqual({ direction: "flat", change: 0 });
    expect(pointsChange(0.1001, 0.1)).toEqual({ direction: "flat", change: 0 });
  });
});
