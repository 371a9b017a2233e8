import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  elapsedMs,
  isShortened,
  lengthOf,
  listEndErrors,
  prepareMoments,
  prepareShares,
  readLeader,
  readSpan,
  sumRisked,
} from "@/lib/client/report/prepare-report";
import type { BanCause, Probe } from "@/lib/contracts/cooldowns";
import { sharePercent } from "@/lib/domain/ban-report/share-percent";
import { makeReport, makeReportError, START_MS } from "../../support/ban-report";

const share = (name: string, errors: number) => ({ name, errors });
const byName = ({ name }: { name: string }) => name;

const probe = (index: number): Probe => ({
  id: `p${index}`,
  atMs: START_MS + index * 60_000,
  account: "main",
  verdict: "banned",
  latencyMs: 5,
  code: null,
  description: null,
});

describe("sharePercent", () => {
  it("says 100 only of all, and 0 only of nothing", () => {
    expect(sharePercent(0, 10)).toBe(0);
    expect(sharePercent(1, 100_000)).toBe(1);
    expect(sharePercent(99_999, 100_000)).toBe(99);
    expect(sharePercent(10, 10)).toBe(100);
    expect(sharePercent(93, 100)).toBe(93);
  });

  it.each([
    [-1, 5],
    [6, 5],
    [Number.NaN, 5],
  ])("refuses %s of %s", (part, whole) => {
    expect(() => sharePercent(part, whole)).toThrow(RangeError);
  });
});

describe("prepareShares", () => {
  it("puts the biggest first and everything that is not named into one bar", () => {
    const many = Array.from({ length: 20 }, (_, index) => share(`n${index}`, index + 1));
    const bars = prepareShares(many, 300, byName);
    expect(bars).toHaveLength(9);
    expect(bars[0]).toMatchObject({ key: "n19", errors: 20 });
    expect(bars.at(-1)).toMatchObject({ of: "rest" });
  });

  it("names a ninth instead of calling it the rest", () => {
    const nine = Array.from({ length: 9 }, (_, index) => share(`n${index}`, 9 - index));
    expect(prepareShares(nine, 45, byName).map(({ key }) => key)).toEqual(nine.map(byName));
  });

  it("adds up to all errors, whatever the server counted", () => {
    const shares = fc.array(fc.record({ name: fc.string(), errors: fc.integer({ min: 1, max: 1_000 }) }));
    fc.assert(
      fc.property(shares, fc.nat({ max: 5_000 }), (list, all) => {
        const bars = prepareShares(list, all, byName);
        const sum = list.reduce((total, { errors }) => total + errors, 0);
        expect(bars.reduce((total, { errors }) => total + errors, 0)).toBe(Math.max(all, sum));
        expect(bars.every(({ percent }) => percent >= 1 && percent <= 100)).toBe(true);
      }),
    );
  });
});

describe("readLeader", () => {
  const leader = { accountId: "a", account: "main", proxyKeyId: "k", proxyKey: "scraper-2", errors: 93 };
  const { errors: _errors, ...program } = leader;

  it("measures the leader against the errors in question", () => {
    const cause: BanCause = { kind: "empty-balance", errors: 100, ofErrors: 500, within: "window", leader };
    expect(readLeader(cause)).toEqual({ kind: "part", program, percent: 93 });
    expect(readLeader({ kind: "mixed", ofErrors: 186, codes: 5, within: "window", leader })).toMatchObject({
      percent: 50,
    });
    expect(readLeader({ ...cause, errors: 93 })).toEqual({ kind: "all", program });
  });

  it("names nobody where there is nobody, or where the figures disagree", () => {
    const half = { kind: "empty-balance", errors: 5, ofErrors: 5, within: "window" } as const;
    expect(readLeader({ kind: "none" })).toEqual({ kind: "nobody" });
    expect(readLeader({ ...half, leader: null })).toEqual({ kind: "nobody" });
    expect(readLeader({ ...half, leader })).toEqual({ kind: "nobody" });
  });
});

describe("the time that a cause is told from", () => {
  const cause: BanCause = { kind: "mixed", ofErrors: 9, codes: 5, within: "window", leader: null };
  const { before } = makeReport();
  const shortened = { ...before, fromMs: before.toMs - 30_000 };

  it("is the ten minutes before, or what is left of them since the ban before, or the last minute of either", () => {
    expect(readSpan({ cause, before })).toBe("tenMinutes");
    expect(readSpan({ cause, before: shortened })).toBe("sinceLast");
    expect(readSpan({ cause: { ...cause, within: "last-minute" }, before })).toBe("lastMinute");
    expect(readSpan({ cause: { kind: "none" }, before: shortened })).toBe("sinceLast");
    expect([isShortened(before), isShortened(shortened)]).toEqual([false, true]);
  });
});

describe("prepareMoments", () => {
  const kinds = (report: Parameters<typeof prepareMoments>[0]) => prepareMoments(report).map(({ kind }) => kind);

  it("goes from the beginning over the probes to the end, or to now", () => {
    const report = makeReport();
    const { cooldown } = report;
    expect(kinds({ cooldown, probes: [probe(1)], probesTotal: 1 })).toEqual(["began", "probe", "running"]);
    const ended = { ...cooldown, endedAtMs: START_MS + 1, endedHow: "probe" as const };
    expect(kinds({ cooldown: ended, probes: [], probesTotal: 0 })).toEqual(["began", "ended"]);
  });

  it("shows the first and the last of many probes, and how many it leaves out", () => {
    const { cooldown } = makeReport();
    const probes = Array.from({ length: 500 }, (_, index) => probe(index));
    const moments = prepareMoments({ cooldown, probes, probesTotal: 1_440 });
    const ids = moments.map((moment) => (moment.kind === "probe" ? moment.probe.id : moment.kind));
    expect(ids).toEqual(["began", "p0", "p1", "p2", "more", "p497", "p498", "p499", "running"]);
    // Those that are not even listed are left out as well.
    expect(moments[4]).toEqual({ kind: "more", probes: 1_434 });
  });

  it("leaves out no single probe: the line that says so takes the same room", () => {
    const { cooldown } = makeReport();
    const probes = Array.from({ length: 8 }, (_, index) => probe(index));
    expect(kinds({ cooldown, probes: probes.slice(1), probesTotal: 7 })).not.toContain("more");
    expect(kinds({ cooldown, probes, probesTotal: 8 })).toContain("more");
  });
});

describe("sumRisked", () => {
  const row = { accountId: "a", account: "main", heldTasks: 3, pricePerTask: "0.1", unit: "USD", amount: "0.3" };

  it("adds up exactly, unit by unit", () => {
    expect(
      sumRisked([
        row,
        { ...row, accountId: "b", amount: "0.6", heldTasks: 6 },
        { ...row, accountId: "c", unit: "points", amount: "12" },
      ]),
    ).toEqual({
      heldTasks: 12,
      amounts: [
        { unit: "USD", amount: "0.9" },
        { unit: "points", amount: "12" },
      ],
      isPartial: false,
    });
  });

  it("says when a price is missing", () => {
    expect(sumRisked([row, { ...row, amount: null, pricePerTask: null }])).toMatchObject({ isPartial: true });
    expect(sumRisked([])).toEqual({ heldTasks: 0, amounts: [], isPartial: false });
  });
});

describe("listEndErrors", () => {
  it("shows one error once, and none that is gone", () => {
    const { before } = makeReport();
    const [first, last] = [makeReportError("1"), makeReportError("2")];
    expect(listEndErrors({ ...before, first, last })).toEqual([first, last]);
    expect(listEndErrors({ ...before, first, last: first })).toEqual([first]);
    expect(listEndErrors({ ...before, first: null, last })).toEqual([last]);
    expect(listEndErrors({ ...before, first: null, last: null })).toEqual([]);
  });
});

describe("lengthOf", () => {
  it("is that of the ban in whole seconds, rounded down, and goes on while it runs", () => {
    const { cooldown } = makeReport();
    expect(lengthOf({ ...cooldown, endedAtMs: START_MS + 40_020 }, START_MS + 99_000)).toBe(40_000);
    expect(lengthOf({ ...cooldown, endedAtMs: START_MS + 90_999 }, START_MS + 99_000)).toBe(90_000);
    expect(lengthOf(cooldown, START_MS + 99_000)).toBe(99_000);
    expect(elapsedMs(START_MS, START_MS - 5_000)).toBe(0);
  });
});
