import { describe, expect, it } from "vitest";
import { Tasks } from "@/lib/sandbox/tasks";
import { GOOD_TASK, KEY, makeHarness, START_MS, seededRandom } from "./fake-provider";

const INVALID = { errorId: 1, errorCode: "ERROR_TASKID_INVALID" };

describe("a task", () => {
  it("is processing until its time is over, then ready with a plausible solution", () => {
    const { createTask, call, clock } = makeHarness({ taskSeconds: [10, 10] });
    const { taskId } = createTask();
    clock.nowMs += 9_999;
    expect(call("getTaskResult", { taskId })).toEqual({ errorId: 0, status: "processing" });
    clock.nowMs += 1;
    const ready = call("getTaskResult", { taskId });
    expect(ready).toEqual({
      errorId: 0,
      status: "ready",
      solution: { gRecaptchaResponse: expect.stringMatching(/^03A[\w-]{480}$/) },
    });
    expect(call("getTaskResult", { taskId })).toEqual(ready);
  });

  it("takes a time between the two that are set", () => {
    const { createTask, call, clock } = makeHarness({ taskSeconds: [10, 80] });
    const ids = Array.from({ length: 50 }, () => createTask().taskId);
    const readyIds = () => ids.filter((taskId) => call("getTaskResult", { taskId }).status === "ready").length;
    clock.nowMs += 9_999;
    expect(readyIds()).toBe(0);
    clock.nowMs += 35_000;
    expect(readyIds()).toBeGreaterThan(5);
    expect(readyIds()).toBeLessThan(45);
    clock.nowMs += 35_001;
    expect(readyIds()).toBe(50);
  });

  it.each([
    ["ReCaptchaV3TaskProxylessS9", { gRecaptchaResponse: expect.any(String) }],
    ["NoCaptchaTaskProxyless", { gRecaptchaResponse: expect.any(String) }],
    ["CloudFlareTurnstileTask", { token: expect.any(String) }],
    ["AntiTurnstileTaskProxyLess", { token: expect.any(String) }],
    ["FunCaptchaTaskProxyless", { token: expect.any(String) }],
  ])("of type %s is solved in its own way", (type, solution) => {
    const { createTask, call, clock } = makeHarness();
    const { taskId } = createTask({ ...GOOD_TASK, type });
    clock.nowMs += 12_000;
    expect(call("getTaskResult", { taskId })).toEqual({ errorId: 0, status: "ready", solution });
  });

  it.each(["ImageToTextTask", "ImageToTextTaskMuggle"])("of type %s is solved at once", (type) => {
    const { createTask } = makeHarness();
    expect(createTask({ type, body: "iVBORw0KGgo=" })).toEqual({
      errorId: 0,
      taskId: expect.any(String),
      status: "ready",
      solution: { text: expect.stringMatching(/^[a-z0-9]{5}$/) },
    });
  });

  it("has a UUID or an integer for an id, never the same twice", () => {
    const uuids = makeHarness();
    const integers = makeHarness({ taskIdStyle: "integer" });
    const uuidIds = Array.from({ length: 100 }, () => uuids.createTask().taskId);
    const integerIds = Array.from({ length: 100 }, () => integers.createTask().taskId);
    expect(uuidIds).toEqual(
      uuidIds.map(() => expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)),
    );
    expect(integerIds.every(Number.isSafeInteger)).toBe(true);
    expect(new Set([...uuidIds, ...integerIds]).size).toBe(200);
  });

  it("can be asked for with an integer id written as text", () => {
    const { createTask, call } = makeHarness({ taskIdStyle: "integer" });
    const { taskId } = createTask();
    expect(call("getTaskResult", { taskId: String(taskId) })).toMatchObject({ errorId: 0 });
  });

  it("is gone five minutes after its creation", () => {
    const { createTask, call, clock, provider } = makeHarness();
    const { taskId } = createTask();
    clock.nowMs += 299_999;
    expect(call("getTaskResult", { taskId })).toMatchObject({ status: "ready" });
    clock.nowMs += 1;
    expect(call("getTaskResult", { taskId })).toMatchObject(INVALID);
    expect(provider.memory.tasks).toBe(0);
  });

  it("may be polled 120 times and not once more", () => {
    const { createTask, call } = makeHarness();
    const { taskId } = createTask();
    for (let i = 0; i < 120; i += 1) expect(call("getTaskResult", { taskId })).toMatchObject({ errorId: 0 });
    expect(call("getTaskResult", { taskId })).toMatchObject(INVALID);
  });

  it("is nobody else's", () => {
    const { createTask, call, provider } = makeHarness();
    provider.addAccount({ clientKey: "client-key-2", balance: 100 });
    const { taskId } = createTask();
    expect(call("getTaskResult", { taskId, clientKey: "client-key-2" })).toMatchObject(INVALID);
  });
});

describe("what a task costs", () => {
  it("is charged when it is created, by type", () => {
    const { createTask, provider } = makeHarness();
    createTask();
    expect(provider.getBalance(KEY)).toBe(990);
    createTask({ type: "ImageToTextTask", body: "iVBORw0KGgo=" });
    expect(provider.getBalance(KEY)).toBe(985);
  });

  it("is nothing when it is refused", () => {
    const { createTask, provider } = makeHarness();
    createTask({ ...GOOD_TASK, websiteKey: "wrong" });
    createTask({ ...GOOD_TASK, websiteURL: "wrong" });
    expect(provider.getBalance(KEY)).toBe(1000);
  });

  it("comes back once when it fails, also if nobody asks for the result", () => {
    const { createTask, call, clock } = makeHarness({ unsolvableShare: 1, taskSeconds: [5, 5] });
    const { taskId } = createTask();
    expect(call("getBalance")).toMatchObject({ balance: 990 });
    clock.nowMs += 5_000;
    expect(call("getBalance")).toMatchObject({ balance: 1000 });
    expect(call("getTaskResult", { taskId })).toMatchObject({ errorCode: "ERROR_CAPTCHA_UNSOLVABLE" });
    expect(call("getBalance")).toMatchObject({ balance: 1000 });
  });

  it("empties an account to the last point", () => {
    const { createTask, provider } = makeHarness();
    provider.setBalance(KEY, 20);
    expect(createTask()).toMatchObject({ errorId: 0 });
    expect(createTask()).toMatchObject({ errorId: 0 });
    expect(createTask()).toMatchObject({ errorCode: "ERROR_ZERO_BALANCE" });
    expect(provider.getBalance(KEY)).toBe(0);
  });
});

describe("slots and memory", () => {
  it("frees a slot when a task is done", () => {
    const { createTask, clock } = makeHarness({ maxRunningTasks: 1, taskSeconds: [5, 5] });
    expect(createTask()).toMatchObject({ errorId: 0 });
    expect(createTask()).toMatchObject({ errorCode: "ERROR_NO_SLOT_AVAILABLE" });
    clock.nowMs += 5_000;
    expect(createTask()).toMatchObject({ errorId: 0 });
  });

  it("remembers a bounded number of tasks", () => {
    const options = { taskIdStyle: "uuid", resultLifetimeSeconds: 300, maxRunningTasks: 500 } as const;
    const tasks = new Tasks({ ...options, random: seededRandom() }, 10);
    const task = { clientKey: KEY, priceMicros: 1, readyMs: START_MS, solutionKind: "text", failure: null } as const;
    const ids = Array.from({ length: 25 }, () => tasks.create(task, START_MS).id);
    expect(tasks.size).toBe(10);
    expect(tasks.find(ids[14] as string, KEY)).toBeUndefined();
    expect(tasks.find(ids[15] as string, KEY)).toBeDefined();
  });
});
