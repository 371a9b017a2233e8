import { describe, expect, it } from "vitest";
import { describeError } from "@/lib/sandbox/texts";
import { GOOD_TASK, KEY, makeHarness, START_MS } from "./fake-provider";

const scripted = (code: string) => ({ kind: "error", code }) as const;
const card = (path: string) => ({ ...GOOD_TASK, websiteURL: `https://sandbox.invalid/${path}` });

describe("a script", () => {
  it("answers in its order and then leaves the provider to its rules", () => {
    const { provider, call } = makeHarness();
    provider.script([{ answer: scripted("ERROR_A_B"), times: 2 }, { answer: scripted("ERROR_C_D") }]);
    const codes = [1, 2, 3, 4].map(() => call("getBalance").errorCode);
    expect(codes).toEqual(["ERROR_A_B", "ERROR_A_B", "ERROR_C_D", undefined]);
  });

  it("keeps an answer for the method and the key that it is meant for", () => {
    const { provider, call } = makeHarness();
    provider.script([
      { answer: scripted("ERROR_A_B"), method: "getTaskResult" },
      { answer: scripted("ERROR_C_D"), clientKey: "someone-else" },
    ]);
    expect(call("getBalance")).toMatchObject({ errorId: 0 });
    expect(call("getBalance", { clientKey: "someone-else" })).toMatchObject({ errorCode: "ERROR_C_D" });
    expect(call("getTaskResult")).toMatchObject({ errorCode: "ERROR_A_B" });
  });

  it("lets `next` go before what waits already", () => {
    const { provider, call } = makeHarness();
    provider.script([{ answer: scripted("ERROR_LATER_ON") }]);
    provider.next({ answer: scripted("ERROR_AT_ONCE") });
    expect(call("getBalance")).toMatchObject({ errorCode: "ERROR_AT_ONCE" });
    provider.clearScript();
    expect(call("getBalance")).toMatchObject({ errorId: 0 });
  });

  it("can say anything: text, number, status, delay, and a description of any size", () => {
    const { provider, send } = makeHarness();
    const description = "x".repeat(1_000_000);
    provider.next({
      answer: { kind: "error", code: "ERROR_SOMETHING_NEW", description, errorId: "7", httpStatus: 402 },
      delayMs: 1500,
    });
    expect(send("getBalance")).toEqual({
      kind: "json",
      status: 402,
      body: { errorId: "7", errorCode: "ERROR_SOMETHING_NEW", errorDescription: description },
      delayMs: 1500,
    });
  });

  it("can send raw bytes, an HTML page, a broken connection, or the ordinary answer late", () => {
    const { provider, send } = makeHarness();
    provider.script([
      { answer: { kind: "raw", body: '{"errorId":0,"balance":1.50}' } },
      { answer: { kind: "html" } },
      { answer: { kind: "drop", when: "mid-body" } },
      { answer: { kind: "ordinary" }, delayMs: 800 },
    ]);
    expect(send("getBalance")).toMatchObject({ kind: "raw", status: 200, body: '{"errorId":0,"balance":1.50}' });
    expect(send("getBalance")).toMatchObject({ kind: "raw", status: 502, contentType: "text/html" });
    expect(send("getBalance")).toMatchObject({ kind: "drop", when: "mid-body" });
    expect(send("getBalance")).toEqual({
      kind: "json",
      status: 200,
      body: { errorId: 0, balance: 1000 },
      delayMs: 800,
    });
  });

  it("rejects an entry that could never be used up", () => {
    expect(() => makeHarness().provider.next({ answer: { kind: "html" }, times: 0 })).toThrow(RangeError);
    expect(() => makeHarness().provider.next({ answer: { kind: "html" }, delayMs: -1 })).toThrow(RangeError);
  });
});

describe("a test card", () => {
  it.each(["ERROR_INTERNAL_SERVER_ERROR", "ERROR_TASKID_INVALID", "ERROR_TOO_MUCH_REQUESTS"])(
    "makes createTask answer with %s and its text",
    (code) => {
      const { createTask, provider } = makeHarness();
      const errorDescription = describeError(code, "en", { banSeconds: 600 });
      expect(createTask(card(code))).toEqual({ errorId: 1, errorCode: code, errorDescription });
      expect(provider.getBalance(KEY)).toBe(1000);
    },
  );

  it("carries any code whatever, and any text", () => {
    expect(makeHarness().createTask(card("any/weird%20code!?text=Try%20later"))).toEqual({
      errorId: 1,
      errorCode: "weird code!",
      errorDescription: "Try later",
    });
  });

  it("starts a real ban of the address, as long as it says", () => {
    const { createTask, call, clock } = makeHarness();
    const banned = {
      errorId: 1,
      errorCode: "ERROR_IP_BANNED",
      errorDescription: "Your IP has been blocked for 30 seconds",
    };
    expect(createTask(card("ERROR_IP_BANNED?seconds=30"))).toEqual(banned);
    expect(call("getBalance")).toEqual(banned);
    clock.nowMs += 30_000;
    expect(call("getBalance")).toMatchObject({ errorId: 0 });
  });

  it("starts a real ban of the key, for good unless it says how long", () => {
    const forGood = makeHarness();
    forGood.createTask(card("ERROR_KEY_BANNED"));
    forGood.clock.nowMs += 86_400_000;
    expect(forGood.call("getBalance")).toMatchObject({ errorCode: "ERROR_KEY_BANNED" });

    const forAWhile = makeHarness();
    forAWhile.createTask(card("ERROR_KEY_BANNED?seconds=5"));
    expect(forAWhile.call("getBalance")).toMatchObject({ errorCode: "ERROR_KEY_BANNED" });
    forAWhile.clock.nowMs += 5_000;
    expect(forAWhile.call("getBalance")).toMatchObject({ errorId: 0 });
  });

  it("can let the task fail when its result is asked for", () => {
    const { createTask, call, clock } = makeHarness();
    const { taskId } = createTask(card("result/ERROR_TASK_TIMEOUT"));
    expect(call("getTaskResult", { taskId })).toMatchObject({ status: "processing" });
    clock.nowMs += 12_000;
    expect(call("getTaskResult", { taskId })).toMatchObject({ errorId: 1, errorCode: "ERROR_TASK_TIMEOUT" });
    expect(call("getBalance")).toMatchObject({ balance: 1000 });
  });

  it("can be slow, an HTML page, or a broken connection", () => {
    const { send } = makeHarness();
    const play = (path: string) => send("createTask", { task: card(path) });
    expect(play("slow?seconds=5")).toMatchObject({ kind: "json", body: { errorId: 0 }, delayMs: 5000 });
    expect(play("html-502")).toMatchObject({ kind: "raw", status: 502, contentType: "text/html" });
    expect(play("drop")).toMatchObject({ kind: "drop", when: "before-headers" });
    expect(play("drop?when=mid-body")).toMatchObject({ kind: "drop", when: "mid-body" });
  });

  it("is a card on its own host only", () => {
    const websiteURL = "https://shop.example.com/ERROR_INTERNAL_SERVER_ERROR";
    expect(makeHarness().createTask({ ...GOOD_TASK, websiteURL })).toMatchObject({ errorId: 0 });
    expect(makeHarness().createTask(card("login"))).toMatchObject({ errorId: 0 });
  });
});

describe("a storm", () => {
  it("strikes about its share of the calls until it is over", () => {
    const { provider, call, clock } = makeHarness();
    provider.storm({ code: "ERROR_SERVICE_UNAVALIABLE", share: 0.3, untilMs: START_MS + 60_000 });
    const struck = () => Array.from({ length: 1000 }, () => call("getBalance")).filter((b) => b.errorId !== 0).length;
    const count = struck();
    expect(count).toBeGreaterThan(240);
    expect(count).toBeLessThan(360);
    clock.nowMs += 60_000;
    expect(struck()).toBe(0);
  });

  it("spares other methods where it is meant for one", () => {
    const { provider, call, createTask } = makeHarness();
    provider.storm({ code: "ERROR_X_Y", share: 1, untilMs: START_MS + 1000, method: "createTask" });
    expect(createTask()).toMatchObject({ errorCode: "ERROR_X_Y" });
    expect(call("getBalance")).toMatchObject({ errorId: 0 });
  });

  it("can bring on a ban, where its errors count", () => {
    const { provider, call } = makeHarness({ errorsPerMinuteLimit: 1 });
    provider.storm({ code: "ERROR_X_Y", share: 1, untilMs: START_MS + 1000, countsTowardsBan: true });
    expect([1, 2].map(() => call("getBalance").errorCode)).toEqual(["ERROR_X_Y", "ERROR_IP_BANNED"]);
  });
});

describe("an outage", () => {
  it("lasts from its start to its stop", () => {
    const { provider, send, call, createTask } = makeHarness();
    provider.startOutage("gateway");
    expect(send("getBalance")).toMatchObject({ kind: "raw", status: 502 });
    provider.startOutage("drop");
    expect(send("getBalance")).toMatchObject({ kind: "drop", when: "before-headers" });
    provider.startOutage("no-slots");
    expect(createTask()).toMatchObject({ errorCode: "ERROR_NO_SLOT_AVAILABLE" });
    expect(call("getBalance")).toMatchObject({ errorId: 0 });
    provider.stopOutage();
    expect(createTask()).toMatchObject({ errorId: 0 });
  });
});

describe("what was received", () => {
  it("is counted by method and by key, and kept byte for byte up to the limit", () => {
    const { provider, call } = makeHarness({ recentRequestsLimit: 2 });
    call("getBalance");
    call("getBalance", { clientKey: "nobody" });
    call("getTaskResult", { taskId: 5 });
    expect(provider.received).toEqual({
      total: 3,
      byMethod: { getBalance: 2, getTaskResult: 1 },
      byKey: { [KEY]: 2, nobody: 1 },
    });
    expect(provider.recentRequests.map(({ bodyBytes }) => Buffer.from(bodyBytes).toString())).toEqual([
      '{"clientKey":"nobody"}',
      `{"clientKey":"${KEY}","taskId":5}`,
    ]);
  });

  it("is forgotten with everything else by a reset", () => {
    const { provider, call } = makeHarness();
    provider.banAddress(600);
    provider.startOutage("fault");
    provider.script([{ answer: { kind: "html" }, times: 2 }]);
    provider.handle({ method: "getBalance", body: JSON.stringify({ clientKey: KEY }), callerAddress: "127.0.0.1" });
    expect(provider.received.total).toBe(1);
    provider.reset();
    expect(provider.received.total).toBe(0);
    expect(provider.recentRequests).toEqual([]);
    expect(provider.memory).toEqual({ tasks: 0, addresses: 0, accounts: 0 });
    expect(call("getBalance")).toMatchObject({ errorCode: "ERROR_KEY_DOES_NOT_EXIST" });
  });
});
