import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countPoll, noteErrorWithoutTask, notePollWithoutTask, type PollsWithoutTask } from "@/lib/domain/runaway";

const NOW_MS = 1_760_000_000_000;
const HOUR_MS = 3_600_000;

/** Polls without a task at these instants, each answered with an error at once. */
const failing = (atMs: readonly number[]): PollsWithoutTask | undefined =>
  atMs.reduce<PollsWithoutTask | undefined>(
    (state, nowMs) => noteErrorWithoutTask(notePollWithoutTask(state, nowMs), nowMs),
    undefined,
  );

describe("polls without a task", () => {
  it("give a caller away at the third error within a minute, not before", () => {
    expect(failing([NOW_MS, NOW_MS + 1_000])?.isRecognised).toBe(false);
    expect(failing([NOW_MS, NOW_MS + 1_000, NOW_MS + 2_000])?.isRecognised).toBe(true);
    expect(failing([NOW_MS, NOW_MS + 30_000, NOW_MS + 60_000])?.isRecognised).toBe(false);
    expect(failing([NOW_MS, NOW_MS + 30_000, NOW_MS + 60_000, NOW_MS + 61_000])?.isRecognised).toBe(true);
  });

  it("keep it recognised as long as they go on, and not after 60 s of quiet", () => {
    let state = failing([NOW_MS, NOW_MS, NOW_MS]);
    for (let minute = 1; minute <= 10; minute += 1) state = notePollWithoutTask(state, NOW_MS + minute * 59_999);
    expect(state?.isRecognised).toBe(true);
    expect(notePollWithoutTask(state, NOW_MS + 10 * 59_999 + 60_000).isRecognised).toBe(false);
  });

  it("never need more than three instants, and ones of another hour never count", () => {
    const offsets = fc.array(fc.constantFrom(-HOUR_MS, 0, HOUR_MS), { maxLength: 40 });
    fc.assert(
      fc.property(offsets, (steps) => {
        let run = 0;
        let before: number | null = null;
        let state: PollsWithoutTask | undefined;
        for (const [index, offset] of steps.entries()) {
          const nowMs = NOW_MS + offset + index;
          state = noteErrorWithoutTask(notePollWithoutTask(state, nowMs), nowMs);
          run = before === offset ? run + 1 : 1;
          before = offset;
          expect(state.failedAtMs.length).toBeLessThanOrEqual(3);
          expect(state.isRecognised).toBe(run >= 3);
        }
      }),
    );
  });

  it("are not prolonged by replies that come late", () => {
    const state = noteErrorWithoutTask(failing([NOW_MS, NOW_MS, NOW_MS]), NOW_MS + 50_000);
    expect(notePollWithoutTask(state, NOW_MS + 60_000).isRecognised).toBe(false);
  });
});

describe("countPoll", () => {
  it("counts on, and begins anew after ten minutes without a poll", () => {
    const first = countPoll(undefined, NOW_MS);
    expect(first.polls).toBe(1);
    expect(countPoll(first, NOW_MS + 599_999).polls).toBe(2);
    expect(countPoll(first, NOW_MS + 600_000).polls).toBe(1);
  });

  it("does not hold a poll of a clock that was set back by an hour against a task", () => {
    expect(countPoll({ polls: 500, lastAtMs: NOW_MS }, NOW_MS - HOUR_MS).polls).toBe(1);
  });
});
