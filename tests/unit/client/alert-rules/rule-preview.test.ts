import { describe, expect, it } from "vitest";
import { findPeak, prepareRulePreview, toPreviewRequest } from "@/lib/client/alert-rules/prepare-rule-preview";
import { toRuleDraft } from "@/lib/client/alert-rules/rule-form";
import { defaultSettings } from "@/lib/client/alert-rules/rule-values";
import type { RulePreviewResponse } from "@/lib/contracts/alert-rules";

const ANSWER: RulePreviewResponse = {
  serverNowMs: 1_000,
  fromMs: 0,
  toMs: 1_000,
  firings: [
    { subject: "main", fromMs: 100, toMs: 200, peak: 0.4 },
    { subject: "main", fromMs: 900, toMs: null, peak: 0.6 },
  ],
  total: 2,
  series: [{ subject: "main", points: [{ atMs: 100, value: 0.4 }] }],
  coarseBeforeMs: null,
  unknownBeforeMs: null,
};

describe("toPreviewRequest", () => {
  const draft = toRuleDraft(defaultSettings("error-rate"));

  it("asks before the rule has a name, and does not ask again for what makes no difference", () => {
    const request = toPreviewRequest(draft);
    expect(request).not.toBeNull();
    const other = { name: "x", severity: "info", repeatMinutes: "", notifyResolved: false, enabled: false } as const;
    expect(toPreviewRequest({ ...draft, ...other, channelIds: [], escalates: true })).toEqual(request);
  });

  it("asks for nothing while a number is wrong", () => {
    expect(toPreviewRequest({ ...draft, threshold: "" })).toBeNull();
    expect(toPreviewRequest({ ...draft, accountIds: [] })).toBeNull();
  });
});

describe("prepareRulePreview", () => {
  it("draws what goes on up to the right edge, and counts it", () => {
    const { bars, open } = prepareRulePreview(ANSWER, [], "share");
    expect(bars).toEqual([
      { start: 0.1, end: 0.2, isOpen: false },
      { start: 0.9, end: 1, isOpen: true },
    ]);
    expect(open).toBe(1);
  });

  it("cuts what began before the period", () => {
    const firings = [{ subject: "main", fromMs: -500, toMs: 500, peak: null }];
    expect(prepareRulePreview({ ...ANSWER, firings }, [], "share").bars).toEqual([
      { start: 0, end: 0.5, isOpen: false },
    ]);
  });

  it("lists the newest first, and says how many are not listed", () => {
    const { firings, unlisted } = prepareRulePreview({ ...ANSWER, total: 502 }, [], "share");
    expect(firings.map(({ fromMs }) => fromMs)).toEqual([900, 100]);
    expect(unlisted).toBe(500);
  });

  it("keeps every value and both levels below the upper edge", () => {
    const top = (...levels: (number | null)[]) => prepareRulePreview(ANSWER, levels, "share").ticks.at(-1);
    expect(top(0.9, 0.5)).toBeGreaterThan(0.9);
    expect(top(0.1, null)).toBeGreaterThan(0.4);
  });

  it("has round values on its axis, from 0 on", () => {
    expect(prepareRulePreview(ANSWER, [], "share").ticks).toEqual([0, 0.2, 0.4, 0.6]);
    expect(prepareRulePreview(ANSWER, [36], "hours").ticks).toEqual([0, 10, 20, 30, 40]);
    expect(prepareRulePreview({ ...ANSWER, series: [] }, [null], "minutes").ticks).toEqual([0, 1]);
  });

  it("ends a share at the whole, unless more than that was measured", () => {
    const top = (value: number, levels: number[] = []) => {
      const series = [{ subject: "main", points: [{ atMs: 0, value }] }];
      return prepareRulePreview({ ...ANSWER, series }, levels, "share").ticks.at(-1);
    };
    expect(top(1)).toBe(1);
    expect(top(0.97)).toBe(1);
    expect(top(0.2, [0.99])).toBe(1);
    expect(top(0)).toBeGreaterThan(0);
    expect(top(1.3)).toBeGreaterThan(1.3);
  });

  it("leaves out a subject that was never measured", () => {
    const series = [{ subject: "idle", points: [{ atMs: 0, value: null }] }];
    expect(prepareRulePreview({ ...ANSWER, series }, [], "share").series).toEqual([]);
  });

  it("says nothing of a boundary that lies before the period", () => {
    const { coarseTo, unknownTo } = prepareRulePreview(
      { ...ANSWER, coarseBeforeMs: 250, unknownBeforeMs: 0 },
      [],
      "share",
    );
    expect({ coarseTo, unknownTo }).toEqual({ coarseTo: 0.25, unknownTo: null });
  });

  it("does not take a month that is not known for a quiet one", () => {
    const isUnknown = (unknownBeforeMs: number | null, total: number) =>
      prepareRulePreview({ ...ANSWER, firings: [], unknownBeforeMs, total }, [], "share").isUnknown;
    expect([isUnknown(990, 0), isUnknown(990, 1), isUnknown(500, 0), isUnknown(null, 0)]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it("refuses a period without a length", () => {
    expect(() => prepareRulePreview({ ...ANSWER, toMs: 0 }, [], "share")).toThrow(RangeError);
  });
});

describe("findPeak", () => {
  const series = [
    { subject: "a", points: [{ atMs: 0, value: 5 }] },
    {
      subject: "b",
      points: [
        { atMs: 0, value: null },
        { atMs: 1, value: 2 },
      ],
    },
  ];
  it("is the extreme on the side that alerts", () => {
    expect(findPeak(series, "above")).toEqual({ subject: "a", value: 5 });
    expect(findPeak(series, "below")).toEqual({ subject: "b", value: 2 });
    expect(findPeak([], "above")).toBeNull();
  });
});
