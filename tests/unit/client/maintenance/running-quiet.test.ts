import { describe, expect, it } from "vitest";
import { nextQuietChangeMs, readRunningQuiet } from "@/lib/client/maintenance/running-quiet";

type Planned = Parameters<typeof readRunningQuiet>[0][number];

const EVERYTHING = { accountIds: [], providers: [] };
const plan = (name: string, changes: Partial<Planned> = {}): Planned => ({
  ...{ name, enabled: true, scope: EVERYTHING, running: { fromMs: 1_000, toMs: 5_000 }, next: [] },
  ...changes,
});

describe("what keeps alerts quiet now", () => {
  it("is over at its end and begins at its beginning, however old the list is", () => {
    const later = plan("later", { running: null, next: [{ fromMs: 6_000, toMs: 9_000 }] });
    const at = (nowMs: number) => readRunningQuiet([plan("now"), later], nowMs)?.name ?? null;
    expect([4_999, 5_000, 5_999, 6_000, 8_999, 9_000].map(at)).toEqual(["now", null, null, "later", "later", null]);
  });

  it("is the one that covers everything, then the one that ends last, with how many more run", () => {
    const scope = { accountIds: ["a"], providers: [] };
    const long = plan("long", { scope, running: { fromMs: 1_000, toMs: 90_000 } });
    const longer = plan("longer", { running: { fromMs: 1_000, toMs: 7_000 } });
    expect(readRunningQuiet([long, plan("short"), longer], 2_000)).toEqual({
      ...{ name: "longer", scope: EVERYTHING, untilMs: 7_000, others: 2 },
    });
    expect(readRunningQuiet([long], 2_000)).toEqual({ name: "long", scope, untilMs: 90_000, others: 0 });
  });

  it("is never one that is paused", () => {
    const paused = plan("paused", { enabled: false });
    expect(readRunningQuiet([paused], 2_000)).toBeNull();
    expect(nextQuietChangeMs([paused], 2_000)).toBeNull();
  });

  it("changes next at the nearest beginning or end that is not over", () => {
    const later = plan("later", { running: null, next: [{ fromMs: 3_000, toMs: 9_000 }] });
    expect([0, 2_000, 3_000, 8_000, 9_000].map((nowMs) => nextQuietChangeMs([plan("now"), later], nowMs))).toEqual([
      1_000,
      3_000,
      5_000,
      9_000,
      null,
    ]);
  });
});
