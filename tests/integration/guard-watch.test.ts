import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CLIENT_KEY, type InProcess, readReply, startInProcess } from "../support/in-process";
import { TEST_ACTOR } from "../support/test-actor";

const TASK = { type: "ImageToTextTask", body: "aGVsbG8=" };

describe("the guard's watch over what leads to a ban", () => {
  let banwatch: InProcess;
  let proxyKey: { id: string; key: string };

  const guard = () => banwatch.runtime.services.guard;
  const pollsSeenByProvider = () => banwatch.sandbox.provider.received.byMethod.getTaskResult ?? 0;
  const pollWithoutTask = (clientKey = proxyKey.key) => banwatch.call("getTaskResult", { clientKey });
  /** Errors that ban nothing, of as many calls. */
  const causeErrors = async (count: number) => {
    for (let index = 0; index < count; index += 1) {
      await banwatch.call("createTask", { clientKey: CLIENT_KEY, task: { type: "NoSuchTask" } });
    }
  };

  beforeEach(async () => {
    banwatch = await startInProcess();
    const made = await banwatch.runtime.services.proxyKeys.create(
      { accountId: banwatch.accountId, label: "scraper-2" },
      TEST_ACTOR,
    );
    proxyKey = { id: made.proxyKey.id, key: made.key };
  });
  afterEach(() => banwatch.close());

  it("answers a caller that polls without a task itself, from the fourth poll on, and names it", async () => {
    for (let index = 0; index < 20; index += 1) {
      const reply = await pollWithoutTask();
      expect(readReply(reply)).toMatchObject({ errorId: 1 });
      expect(reply.origin === "upstream").toBe(index < 3);
    }
    expect(pollsSeenByProvider()).toBe(3);
    expect((await guard().get()).runaways).toMatchObject([
      {
        accountId: banwatch.accountId,
        account: "main",
        proxyKeyId: proxyKey.id,
        proxyKey: "scraper-2",
        kind: "no-task-id",
        calls: 20,
        callsPerMinute: 20,
        answeredHere: true,
        callerAddress: "127.0.0.1",
      },
    ]);
    // Another program with the same account is an ordinary caller.
    expect(await pollWithoutTask(CLIENT_KEY)).toMatchObject({ origin: "upstream" });
  });

  it("names it and lets it through while the guard only observes", async () => {
    await guard().update({ mode: "observe" }, TEST_ACTOR);
    for (let index = 0; index < 10; index += 1) {
      expect(await pollWithoutTask()).toMatchObject({ origin: "upstream" });
    }
    expect((await guard().get()).runaways).toMatchObject([{ kind: "no-task-id", calls: 10, answeredHere: false }]);
  });

  it("counts the provider's errors against its limit, warns once at half, and never counts its own answers", async () => {
    await causeErrors(149);
    expect((await guard().get()).risks).toMatchObject([{ errors: 149, left: 151, level: "calm" }]);
    expect((await guard().get()).warnings).toEqual([]);
    await causeErrors(11);
    for (let index = 0; index < 10; index += 1) await pollWithoutTask();
    const { risks, warnings } = await guard().get();
    expect(risks).toMatchObject([
      { errors: 163, left: 137, level: "elevated", shedding: "none", leader: { account: "main", errors: 160 } },
    ]);
    expect(warnings).toMatchObject([{ errors: 150, limit: 300, providerName: "EZ-Captcha" }]);
  });

  it("sheds new tasks near the limit when it is told to, and results still come", async () => {
    const created = readReply(await banwatch.call("createTask", { clientKey: CLIENT_KEY, task: TASK }));
    await causeErrors(225);
    expect(await banwatch.call("createTask", { clientKey: CLIENT_KEY, task: TASK })).toMatchObject({
      origin: "upstream",
    });
    await guard().update({ shedding: true }, TEST_ACTOR);
    const shed = await banwatch.call("createTask", { clientKey: CLIENT_KEY, task: TASK });
    expect(shed).toMatchObject({ origin: "held", status: 200 });
    expect(Number(shed.headers["retry-after"])).toBeGreaterThan(0);
    expect(Number(shed.headers["retry-after"])).toBeLessThanOrEqual(60);
    const result = await banwatch.call("getTaskResult", { clientKey: CLIENT_KEY, taskId: created.taskId });
    expect(result).toMatchObject({ origin: "upstream" });
    expect((await guard().get()).risks).toMatchObject([{ errors: 225, shed: 1, shedding: "createTask" }]);
  });
});
