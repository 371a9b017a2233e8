import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readBanSeconds } from "@/lib/domain/ban-length";
import { Addresses } from "@/lib/sandbox/addresses";
import { formatBanLength } from "@/lib/sandbox/texts";
import { GOOD_TASK, KEY, makeHarness, START_MS } from "./fake-provider";

const BANNED = { errorCode: "ERROR_IP_BANNED" };
const INVALID = { errorCode: "ERROR_TASKID_INVALID" };
const poll = { taskId: "no-such-task" };

describe("errors that go on and on", () => {
  it("ban the address with the first error above the limit of a minute", () => {
    const { call, clock } = makeHarness({ errorsPerMinuteLimit: 5 });
    for (let i = 0; i < 5; i += 1) {
      expect(call("getTaskResult", poll)).toMatchObject(INVALID);
      clock.nowMs += 1000;
    }
    expect(call("getTaskResult", poll)).toMatchObject(BANNED);
    expect(call("getBalance")).toMatchObject(BANNED);
  });

  it("do not ban when a minute never holds more than the limit", () => {
    const { call, clock } = makeHarness({ errorsPerMinuteLimit: 5 });
    for (let i = 0; i < 50; i += 1) {
      expect(call("getTaskResult", poll)).toMatchObject(INVALID);
      clock.nowMs += 12_000;
    }
  });

  it("ban the address, not the key, and not other addresses", () => {
    const { call } = makeHarness({ errorsPerMinuteLimit: 0 });
    expect(call("getTaskResult", poll, "127.0.0.2")).toMatchObject(BANNED);
    expect(call("getBalance", {}, "127.0.0.2")).toMatchObject(BANNED);
    expect(call("getBalance", {}, "127.0.0.1")).toMatchObject({ errorId: 0 });
  });

  it("count wrong keys too", () => {
    const { call } = makeHarness({ errorsPerMinuteLimit: 2 });
    const codes = [1, 2, 3].map(() => call("getBalance", { clientKey: "nobody" }).errorCode);
    expect(codes).toEqual(["ERROR_KEY_DOES_NOT_EXIST", "ERROR_KEY_DOES_NOT_EXIST", "ERROR_IP_BANNED"]);
  });

  it("do not count when they are the provider's own", () => {
    const { provider, call } = makeHarness({ errorsPerMinuteLimit: 2 });
    provider.storm({ code: "ERROR_NO_SLOT_AVAILABLE", share: 1, untilMs: START_MS + 1000, countsTowardsBan: true });
    for (let i = 0; i < 20; i += 1) expect(call("getBalance")).toMatchObject({ errorCode: "ERROR_NO_SLOT_AVAILABLE" });
  });

  it("ban sooner when the balance is empty", () => {
    const { provider, createTask } = makeHarness({ emptyBalanceCallsLimit: 3 });
    provider.setBalance(KEY, 0);
    const codes = [1, 2, 3, 4].map(() => createTask().errorCode);
    expect(codes).toEqual(["ERROR_ZERO_BALANCE", "ERROR_ZERO_BALANCE", "ERROR_ZERO_BALANCE", "ERROR_IP_BANNED"]);
  });

  it("start from zero after the ban", () => {
    const { call, clock } = makeHarness({ errorsPerMinuteLimit: 2, banSeconds: 10 });
    for (let i = 0; i < 3; i += 1) call("getTaskResult", poll);
    clock.nowMs += 10_000;
    expect(call("getTaskResult", poll)).toMatchObject(INVALID);
    expect(call("getTaskResult", poll)).toMatchObject(INVALID);
    expect(call("getTaskResult", poll)).toMatchObject(BANNED);
  });
});

describe("a ban of the address", () => {
  it("ends by itself, to the millisecond, when nobody calls", () => {
    const { provider, call, clock } = makeHarness();
    provider.banAddress(30);
    expect(provider.addressBannedUntilMs()).toBe(START_MS + 30_000);
    clock.nowMs = START_MS + 30_000;
    expect(provider.addressBannedUntilMs()).toBeNull();
    expect(call("getBalance")).toMatchObject({ errorId: 0 });
  });

  it("starts its time anew with every call made during it", () => {
    const { provider, call, clock } = makeHarness();
    provider.banAddress(30);
    clock.nowMs += 29_999;
    expect(call("getBalance")).toMatchObject(BANNED);
    clock.nowMs += 29_999;
    expect(call("getBalance")).toMatchObject(BANNED);
    clock.nowMs += 30_000;
    expect(call("getBalance")).toMatchObject({ errorId: 0 });
  });

  it("is not prolonged where the provider does not do that", () => {
    const { provider, call, clock } = makeHarness({ extendBanOnCall: false });
    provider.banAddress(30);
    clock.nowMs += 29_999;
    expect(call("getBalance")).toMatchObject(BANNED);
    clock.nowMs += 1;
    expect(call("getBalance")).toMatchObject({ errorId: 0 });
  });

  it("can be lifted", () => {
    const { provider, call } = makeHarness();
    provider.banAddress(600);
    provider.liftAddressBan();
    expect(call("getBalance")).toMatchObject({ errorId: 0 });
  });

  it.each([
    [600, "Your IP has been blocked for 10 minutes"],
    [60, "Your IP has been blocked for 1 minute"],
    [30, "Your IP has been blocked for 30 seconds"],
    [1, "Your IP has been blocked for 1 second"],
    [90, "Your IP has been blocked for 90 seconds"],
  ])("of %i seconds says so in its text", (seconds, errorDescription) => {
    const { provider, call } = makeHarness();
    provider.banAddress(seconds);
    expect(call("getBalance")).toEqual({ errorId: 1, errorCode: "ERROR_IP_BANNED", errorDescription });
  });

  it.each(["en", "zh"] as const)("is as long as its text says, whatever its length (%s)", (language) => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 86_400 }), (banSeconds) => {
        const { call, clock } = makeHarness({ language, banSeconds, errorsPerMinuteLimit: 0 });
        const { errorDescription } = call("getTaskResult", poll);
        expect(readBanSeconds(String(errorDescription))).toBe(banSeconds);
        clock.nowMs += banSeconds * 1000;
        expect(call("getBalance")).toMatchObject({ errorId: 0 });
      }),
      { numRuns: 60 },
    );
  });

  it("is written in the plural only when it has one", () => {
    expect([1, 2, 60, 120].map((seconds) => formatBanLength(seconds, "en"))).toEqual([
      "1 second",
      "2 seconds",
      "1 minute",
      "2 minutes",
    ]);
  });
});

describe("the table of addresses", () => {
  const limits = { errorsPerMinuteLimit: 10, emptyBalanceCallsLimit: 10, banSeconds: 600, extendBanOnCall: true };

  it("stays bounded and forgets the quietest address, never a banned one while another is left", () => {
    const addresses = new Addresses(limits, 3);
    addresses.ban("10.0.0.1", 600, START_MS);
    for (let i = 2; i < 50; i += 1) addresses.countError(`10.0.0.${i}`, "error", START_MS);
    expect(addresses.size).toBe(3);
    expect(addresses.refuseBanned("10.0.0.1", START_MS)).toBe(600);
  });
});

describe("a malformed call during a ban", () => {
  it("is told of the ban first", () => {
    const { provider, call, createTask } = makeHarness();
    provider.banAddress(600);
    expect(call("getBalance", { clientKey: "nobody" })).toMatchObject(BANNED);
    expect(createTask({ ...GOOD_TASK, type: "MindReadingTask" })).toMatchObject(BANNED);
  });
});
