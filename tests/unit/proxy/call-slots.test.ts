import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createCallSlots } from "@/lib/server/proxy/call-slots";

const PATIENCE_MS = 1_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Lets everything go on that waits for a promise. */
const settle = () => vi.advanceTimersByTimeAsync(0);

function waitAs(slots: ReturnType<typeof createCallSlots>, log: string[]) {
  return (name: string, isOwn = false) => {
    void slots.wait(isOwn).then((outcome) => log.push(`${name} ${outcome}`));
  };
}

describe("slots for calls", () => {
  it("are no more than there may be", () => {
    const slots = createCallSlots(2, PATIENCE_MS);
    expect([slots.tryTake(), slots.tryTake(), slots.tryTake()]).toEqual([true, true, false]);
    slots.release();
    expect([slots.tryTake(), slots.tryTake()]).toEqual([true, false]);
  });

  it("go to those who wait in the order in which they came", async () => {
    const slots = createCallSlots(1, PATIENCE_MS);
    const log: string[] = [];
    const wait = waitAs(slots, log);
    slots.tryTake();
    for (const name of ["a", "b", "c"]) wait(name);
    for (const expected of ["a slot", "b slot", "c slot"]) {
      slots.release();
      // Nobody slips in between who did not wait.
      expect(slots.tryTake()).toBe(false);
      await settle();
      expect(log.at(-1)).toBe(expected);
    }
    expect(log).toHaveLength(3);
    slots.release();
    expect(slots.size()).toEqual({ taken: 0, waiting: 0 });
  });

  it("go to Banwatch's own questions before ten thousand calls of programs", async () => {
    const slots = createCallSlots(1, PATIENCE_MS);
    const log: string[] = [];
    const wait = waitAs(slots, log);
    slots.tryTake();
    for (let index = 0; index < 10_000; index += 1) wait(`program ${index}`);
    wait("own 0", true);
    wait("own 1", true);
    for (let index = 0; index < 3; index += 1) slots.release();
    await settle();
    expect(log).toEqual(["own 0 slot", "own 1 slot", "program 0 slot"]);
    slots.close();
  });

  it("are not waited for longer than patience lasts, with one timer for all who wait", async () => {
    const slots = createCallSlots(1, PATIENCE_MS);
    const log: string[] = [];
    const wait = waitAs(slots, log);
    slots.tryTake();
    wait("a");
    await vi.advanceTimersByTimeAsync(400);
    wait("b");
    wait("own", true);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(599);
    expect(log).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(log).toEqual(["a too-late"]);
    expect(slots.size()).toEqual({ taken: 1, waiting: 2 });
    await vi.advanceTimersByTimeAsync(400);
    expect(log.slice(1).sort()).toEqual(["b too-late", "own too-late"]);
    expect(slots.size()).toEqual({ taken: 1, waiting: 0 });
    expect(vi.getTimerCount()).toBe(0);
    // The slot is not lost on those who left.
    slots.release();
    expect(slots.tryTake()).toBe(true);
  });

  it("go to nobody any more once they are closed, and whoever waits hears of it", async () => {
    const slots = createCallSlots(1, PATIENCE_MS);
    const log: string[] = [];
    const wait = waitAs(slots, log);
    slots.tryTake();
    wait("a");
    wait("own", true);
    slots.close();
    wait("late");
    slots.release();
    await settle();
    expect(log.sort()).toEqual(["a closed", "late closed", "own closed"]);
    expect(slots.tryTake()).toBe(false);
    expect(slots.size()).toEqual({ taken: 0, waiting: 0 });
    expect(vi.getTimerCount()).toBe(0);
  });

  it("are never lost and never too many, whatever comes in whatever order", async () => {
    const step = fc.oneof(
      { weight: 4, arbitrary: fc.constant("call" as const) },
      { weight: 1, arbitrary: fc.constant("own" as const) },
      { weight: 3, arbitrary: fc.constant("done" as const) },
      { weight: 2, arbitrary: fc.integer({ min: 1, max: 700 }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 80 }), async (steps) => {
        const slots = createCallSlots(3, PATIENCE_MS);
        let [underWay, waiting] = [0, 0];
        for (const next of steps) {
          if (typeof next === "number") await vi.advanceTimersByTimeAsync(next);
          else if (next === "done") {
            if (underWay > 0) {
              underWay -= 1;
              slots.release();
            }
          } else if (slots.tryTake()) underWay += 1;
          else {
            waiting += 1;
            void slots.wait(next === "own").then((outcome) => {
              waiting -= 1;
              if (outcome === "slot") underWay += 1;
            });
          }
          await settle();
          expect(slots.size()).toEqual({ taken: underWay, waiting });
          expect(underWay).toBeLessThanOrEqual(3);
          // None is free while somebody waits.
          if (waiting > 0) expect(underWay).toBe(3);
        }
        slots.close();
      }),
    );
  });
});
