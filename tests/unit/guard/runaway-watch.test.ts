import { describe, expect, it } from "vitest";
import { createRunawayWatch, type RunawayWatch, type WatchedCall } from "@/lib/server/guard/runaway-watch";

const NOW_MS = 1_760_000_000_000;
const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

const poll = (overrides: Partial<WatchedCall> = {}): WatchedCall => ({
  accountId: "account",
  proxyKeyId: "scraper",
  method: "getTaskResult",
  taskId: null,
  callerAddress: "192.0.2.1",
  provider: "ez-captcha",
  ...overrides,
});

/** Polls that are sent while they are not recognised, one a second, all answered with an error. */
function storm(watch: RunawayWatch, call: WatchedCall, polls: number, fromMs = NOW_MS): number {
  let noticed = 0;
  for (let index = 0; index < polls; index += 1) {
    const nowMs = fromMs + index * SECOND_MS;
    if (watch.notice(call, nowMs) === null) watch.noteReply(call, true, nowMs);
    else {
      watch.noteAnsweredHere(call, nowMs);
      noticed += 1;
    }
  }
  return noticed;
}

describe("a caller that polls without a task", () => {
  it("is recognised after the provider's third error, and named with all it did", () => {
    const watch = createRunawayWatch();
    expect(storm(watch, poll(), 10)).toBe(7);
    expect(watch.list(NOW_MS + 10 * SECOND_MS)).toEqual([
      {
        accountId: "account",
        proxyKeyId: "scraper",
        kind: "no-task-id",
        taskId: null,
        callerAddress: "192.0.2.1",
        callsPerMinute: 10,
        calls: 10,
        sinceMs: NOW_MS,
        lastMs: NOW_MS + 9 * SECOND_MS,
        answeredHere: true,
      },
    ]);
  });

  it("is recognised by an empty task id as well, and nobody else is because of it", () => {
    const watch = createRunawayWatch();
    storm(watch, poll({ taskId: "" }), 5);
    expect(watch.notice(poll(), NOW_MS + 6 * SECOND_MS)).toEqual({ kind: "no-task-id" });
    expect(watch.notice(poll({ proxyKeyId: null }), NOW_MS + 6 * SECOND_MS)).toBeNull();
    expect(watch.notice(poll({ accountId: "other" }), NOW_MS + 6 * SECOND_MS)).toBeNull();
    expect(watch.notice(poll({ taskId: "7" }), NOW_MS + 6 * SECOND_MS)).toBeNull();
    expect(watch.notice(poll({ method: "createTask" }), NOW_MS + 6 * SECOND_MS)).toBeNull();
  });

  it("is an ordinary caller again after 60 s of quiet, and stays named for ten minutes", () => {
    const watch = createRunawayWatch();
    storm(watch, poll(), 4);
    const lastMs = NOW_MS + 3 * SECOND_MS;
    expect(watch.notice(poll(), lastMs + MINUTE_MS)).toBeNull();
    expect(watch.list(lastMs + 10 * MINUTE_MS - 1)).toMatchObject([{ callsPerMinute: 0, calls: 4 }]);
    expect(watch.list(lastMs + 10 * MINUTE_MS)).toEqual([]);
  });

  it("is no runaway at a provider that finds the task without the field, whatever errors follow", () => {
    const watch = createRunawayWatch();
    watch.notice(poll(), NOW_MS);
    watch.noteReply(poll(), true, NOW_MS);
    watch.noteReply(poll(), true, NOW_MS);
    watch.noteReply(poll(), false, NOW_MS);
    expect(storm(watch, poll(), 100)).toBe(0);
    expect(storm(watch, poll({ proxyKeyId: null }), 100)).toBe(0);
    expect(watch.list(NOW_MS)).toEqual([]);
  });

  it("is let go by a success, also when it was recognised already", () => {
    const watch = createRunawayWatch();
    storm(watch, poll(), 5);
    watch.noteReply(poll(), false, NOW_MS + 5 * SECOND_MS);
    expect(watch.notice(poll(), NOW_MS + 6 * SECOND_MS)).toBeNull();
    expect(watch.list(NOW_MS + 6 * SECOND_MS)).toEqual([]);
  });

  it("does not stay recognised for an hour because the clock was set back by one", () => {
    const watch = createRunawayWatch();
    storm(watch, poll(), 5);
    expect(watch.notice(poll(), NOW_MS - 60 * MINUTE_MS)).toBeNull();
    expect(watch.list(NOW_MS - 60 * MINUTE_MS)).toEqual([]);
    expect(watch.notice(poll(), NOW_MS + 60 * MINUTE_MS)).toBeNull();
  });

  it("says that it is answered here only while it is", () => {
    const watch = createRunawayWatch();
    storm(watch, poll(), 5);
    watch.notice(poll(), NOW_MS + 5 * SECOND_MS);
    watch.noteReply(poll(), true, NOW_MS + 5 * SECOND_MS);
    expect(watch.list(NOW_MS + 5 * SECOND_MS)).toMatchObject([{ answeredHere: false, calls: 6 }]);
  });
});

describe("a task that is polled for ever", () => {
  const tooMany = poll({ taskId: "12345678901234567890" });

  it("is noticed from the poll after the 120th on", () => {
    const watch = createRunawayWatch();
    const answers = Array.from({ length: 122 }, (_, index) => watch.notice(tooMany, NOW_MS + index * 3_000));
    expect(answers.slice(0, 120).every((answer) => answer === null)).toBe(true);
    expect(answers.slice(120)).toEqual([{ kind: "too-many-polls" }, { kind: "too-many-polls" }]);
    expect(watch.list(NOW_MS + 121 * 3_000)).toMatchObject([
      { kind: "too-many-polls", taskId: "12345678901234567890", calls: 2, callsPerMinute: 2, answeredHere: false },
    ]);
  });

  it("counts for all callers of the account together, and for each account apart", () => {
    const watch = createRunawayWatch();
    for (let index = 0; index < 120; index += 1) {
      watch.notice({ ...tooMany, proxyKeyId: index % 2 === 0 ? null : "scraper" }, NOW_MS);
      watch.notice({ ...tooMany, accountId: "other" }, NOW_MS);
    }
    expect(watch.notice({ ...tooMany, proxyKeyId: "third" }, NOW_MS)).toEqual({ kind: "too-many-polls" });
    expect(watch.notice({ ...tooMany, accountId: "third" }, NOW_MS)).toBeNull();
  });

  it("is forgotten after ten minutes without a poll", () => {
    const watch = createRunawayWatch();
    for (let index = 0; index < 200; index += 1) watch.notice(tooMany, NOW_MS);
    expect(watch.notice(tooMany, NOW_MS + 10 * MINUTE_MS)).toBeNull();
  });

  it("is never confused with another one, however long their ids are", () => {
    const watch = createRunawayWatch();
    const long = "x".repeat(1_000);
    for (let index = 0; index < 500; index += 1) {
      const taskId = `${long}${index}`;
      expect(watch.notice(poll({ taskId }), NOW_MS)).toBeNull();
      expect(watch.notice(poll({ taskId: taskId.slice(0, 100) }), NOW_MS)).toBeNull();
    }
  });
});

describe("what is kept of callers", () => {
  it("names the busiest first, at most twenty", () => {
    const watch = createRunawayWatch();
    for (let index = 0; index < 30; index += 1) storm(watch, poll({ proxyKeyId: `key-${index}` }), 3 + index);
    const listed = watch.list(NOW_MS + 40 * SECOND_MS);
    expect(listed).toHaveLength(20);
    expect(listed.map(({ proxyKeyId }) => proxyKeyId).slice(0, 2)).toEqual(["key-29", "key-28"]);
  });

  it("forgets the task that was quiet the longest when there are more than 50,000", () => {
    const watch = createRunawayWatch();
    const busy = poll({ taskId: "busy" });
    const quiet = poll({ taskId: "quiet" });
    for (let index = 0; index < 120; index += 1) {
      watch.notice(quiet, NOW_MS);
      watch.notice(busy, NOW_MS);
    }
    for (let index = 0; index < 49_999; index += 1) watch.notice(poll({ taskId: `task-${index}` }), NOW_MS);
    expect(watch.notice(busy, NOW_MS)).toEqual({ kind: "too-many-polls" });
    expect(watch.notice(quiet, NOW_MS)).toBeNull();
  });

  it("forgets the caller that was quiet the longest when there are more than 10,000", () => {
    const watch = createRunawayWatch();
    storm(watch, poll({ proxyKeyId: "quiet" }), 3);
    storm(watch, poll({ proxyKeyId: "busy" }), 3);
    for (let index = 0; index < 9_999; index += 1) watch.notice(poll({ proxyKeyId: `key-${index}` }), NOW_MS);
    expect(watch.notice(poll({ proxyKeyId: "busy" }), NOW_MS)).toEqual({ kind: "no-task-id" });
    expect(watch.notice(poll({ proxyKeyId: "quiet" }), NOW_MS)).toBeNull();
  });
});
