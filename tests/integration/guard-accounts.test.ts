import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { VALID_SITE_KEY } from "@/lib/sandbox/task-types";
import { CLIENT_KEY, type InProcess, readReply, startInProcess } from "../support/in-process";
import { TEST_ACTOR } from "../support/test-actor";
import { until } from "../support/until";

const TASK = { type: "ImageToTextTask", body: "aGVsbG8=" };
/** Solved later, so that a result can be asked for. */
const SLOW_TASK = { type: "ReCaptchaV2Task", websiteURL: "https://shop.example/", websiteKey: VALID_SITE_KEY };

let banwatch: InProcess;

const provider = () => banwatch.sandbox.provider;
const services = () => banwatch.runtime.services;
const cooldowns = () => services().cooldowns.listRunning().cooldowns;
const received = (method: string) => provider().received.byMethod[method] ?? 0;
const call = (method: string, fields: object = {}, clientKey = CLIENT_KEY) =>
  banwatch.call(method, { clientKey, ...fields });
const createTask = (task: object = TASK) => call("createTask", { task });

/** The one cooldown that runs. */
function running() {
  const [cooldown, ...others] = cooldowns();
  if (cooldown === undefined || others.length > 0) throw new Error(`${cooldowns().length} cooldowns run`);
  return cooldown;
}

beforeEach(async () => {
  banwatch = await startInProcess();
  await until("the first balance", () => received("getBalance") > 0);
});
afterEach(() => banwatch.close());

describe("an empty balance", () => {
  const empty = async () => {
    provider().setBalance(CLIENT_KEY, 0);
    expect(await createTask()).toMatchObject({ origin: "upstream" });
  };

  it("holds new tasks, and lets the results of paid ones through", async () => {
    const { taskId } = readReply(await createTask(SLOW_TASK));
    expect(taskId).toBeDefined();
    await empty();
    const created = received("createTask");
    const held = await createTask();
    expect(held).toMatchObject({ origin: "held", status: 200 });
    expect(readReply(held)).toMatchObject({ errorId: 1, errorCode: "ERROR_ZERO_BALANCE" });
    expect(Number(held.headers["retry-after"])).toBeLessThanOrEqual(60);
    expect(received("createTask")).toBe(created);
    const result = await call("getTaskResult", { taskId });
    expect(result).toMatchObject({ origin: "upstream" });
    expect(readReply(result)).toMatchObject({ errorId: 0 });
    expect(running()).toMatchObject({ state: "empty", scope: "account", untilMs: null, heldCalls: 1 });
  });

  it("is over with a balance above zero that a program asks for itself", async () => {
    await empty();
    expect(await call("getBalance")).toMatchObject({ origin: "upstream" });
    expect(running().state).toBe("empty");
    provider().setBalance(CLIENT_KEY, 500);
    const { id } = running();
    await call("getBalance");
    await until("the hold is over", () => cooldowns().length === 0);
    expect(await createTask()).toMatchObject({ origin: "upstream" });
    expect((await services().reports.get(id)).cooldown).toMatchObject({ endedHow: "balance", endedBy: null });
  });

  it("is looked up when a person says that there is money again, and over only if that is so", async () => {
    await empty();
    const { id } = running();
    expect(await services().cooldowns.lookUp(id, TEST_ACTOR)).toMatchObject({ over: false, balance: "0" });
    expect(running()).toMatchObject({ id, state: "empty" });
    // Pressed again at once it asks nobody.
    const asked = received("getBalance");
    await expect(services().cooldowns.lookUp(id, TEST_ACTOR)).rejects.toMatchObject({ status: 409 });
    expect(received("getBalance")).toBe(asked);
    provider().setBalance(CLIENT_KEY, 500);
    await until("it may be asked again", async () => {
      const lookedUp = await services()
        .cooldowns.lookUp(id, TEST_ACTOR)
        .catch(() => null);
      return lookedUp?.over === true && lookedUp.balance === "500";
    });
    expect(cooldowns()).toEqual([]);
    expect(await createTask()).toMatchObject({ origin: "upstream" });
    const report = await services().reports.get(id);
    expect(report.cooldown).toMatchObject({ endedHow: "balance" });
    expect(report.probes.map(({ verdict }) => verdict)).toEqual(["banned", "over"]);
  });
});

describe("a wrong key", () => {
  const refuse = () => {
    provider().next({ method: "createTask", answer: { kind: "error", code: "ERROR_KEY_DOES_NOT_EXIST" } });
    return createTask();
  };

  it("is held after three refusals in a row, and not after three with a success between them", async () => {
    await refuse();
    await refuse();
    await createTask();
    await refuse();
    await refuse();
    expect(cooldowns()).toEqual([]);
    await refuse();
    expect(running()).toMatchObject({ state: "blocked", code: "ERROR_KEY_DOES_NOT_EXIST", untilMs: null });
    const sent = provider().received.total;
    for (const method of ["createTask", "getTaskResult", "getBalance"]) {
      const held = await call(method, { task: TASK, taskId: "1" });
      expect(held).toMatchObject({ origin: "held" });
      expect(readReply(held)).toMatchObject({ errorCode: "ERROR_KEY_DOES_NOT_EXIST" });
    }
    expect(provider().received.total).toBe(sent);
  });

  it("is over when the key is replaced", async () => {
    for (let index = 0; index < 3; index += 1) await refuse();
    const { id } = running();
    const clientKey = "the-right-key-0123456789";
    provider().addAccount({ clientKey, balance: 10 });
    await services().accounts.update(banwatch.accountId, { clientKey }, TEST_ACTOR);
    expect(cooldowns()).toEqual([]);
    expect(await call("createTask", { task: TASK }, clientKey)).toMatchObject({ origin: "upstream" });
    expect((await services().reports.get(id)).cooldown).toMatchObject({ endedHow: "key-replaced" });
  });
});

describe("a banned key", () => {
  it("is held until a person resumes it, with the reason kept", async () => {
    provider().banKey(CLIENT_KEY);
    await createTask();
    const { id } = running();
    expect(running()).toMatchObject({ state: "blocked", code: "ERROR_KEY_BANNED", nextProbeAtMs: null });
    const sent = provider().received.total;
    expect(await call("getTaskResult", { taskId: "1" })).toMatchObject({ origin: "held" });
    // Longer than the prober looks at the clock: nothing of Banwatch's own asks either.
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(provider().received.total).toBe(sent);
    provider().unbanKey(CLIENT_KEY);
    const reason = "support lifted it, ticket 4711";
    await services().cooldowns.resume(id, reason, TEST_ACTOR);
    expect(await createTask()).toMatchObject({ origin: "upstream" });
    expect((await services().reports.get(id)).cooldown).toMatchObject({
      endedHow: "person",
      endedBy: "Test",
      endReason: reason,
      heldCalls: 1,
    });
  });
});
