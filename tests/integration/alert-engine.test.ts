import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Measurement } from "@/lib/server/alerts/measure/measurement";
import { type AlertStage, makeChannel, makeFacts, makeRule, openAlertStage } from "../support/alert-stage";
import { makeDataDir, removeDataDir } from "../support/banwatch-process";
import { makeCooldown } from "../support/error-records";
import { TEST_ACTOR } from "../support/test-actor";
import { until } from "../support/until";

const IP_BAN = makeRule("ip-ban");
const HOST = "provider.test";

const breach = (changes = {}): Measurement => ({
  subjectId: HOST,
  reading: { kind: "breach" },
  facts: makeFacts(HOST, { providerHost: HOST, ...changes }),
});
const clear = (): Measurement => ({ ...breach(), reading: { kind: "clear" } });

describe("what alerts make of trouble with themselves", () => {
  let dataDir: string;
  let stage: AlertStage;
  const open = async (options: Partial<Parameters<typeof openAlertStage>[0]> = {}) => {
    stage = await openAlertStage({ dataDir, rules: [IP_BAN], channels: [makeChannel("a")], ...options });
  };
  const start = async () => {
    await stage.outbox.start();
    await stage.engine.start([]);
  };
  const measure = (measurement: Measurement) => {
    stage.measured.set(IP_BAN.id, [measurement]);
    stage.engine.noteChange(["ip-ban"]);
  };
  const stateOfHost = () => stage.engine.list().find(({ subjectId }) => subjectId === HOST)?.state.kind;
  const events = () => stage.sent.map(({ notices }) => notices.map(({ event }) => event).join());

  beforeEach(() => {
    dataDir = makeDataDir();
  });
  afterEach(async () => {
    await stage.close();
    removeDataDir(dataDir);
  });

  it("tells of what fired while there was no channel as soon as there is one", async () => {
    await open({ channels: [] });
    await start();
    measure(breach());
    await until("it fires", () => stateOfHost() === "firing");
    stage.channels.set("a", makeChannel("a"));
    stage.engine.noteChange(["ip-ban"]);
    await until("it is told", () => stage.sent.length === 1);
    expect(events()).toEqual(["firing"]);
  });

  it("ends what waits in a channel that was off meanwhile, so that the last word is the last one", async () => {
    await open();
    await start();
    measure(breach());
    await until("it is told", () => stage.sent.length === 1);
    stage.channels.set("a", makeChannel("a", { enabled: false }));
    measure(clear());
    await until("it is over", () => stateOfHost() === "resolved");
    expect(events()).toEqual(["firing"]);
    stage.channels.set("a", makeChannel("a"));
    stage.outbox.noteChannels();
    await until("its end is told", () => stage.sent.length === 2);
    expect(events()).toEqual(["firing", "resolved"]);
  });

  it("tells of the next ban after a person closed one that still ran", async () => {
    await open();
    await start();
    const [first, second] = [makeCooldown(), makeCooldown()];
    measure(breach({ cooldownId: first.id }));
    await until("it is told", () => stage.sent.length === 1);
    const incidentId = stage.sent[0]?.notices[0]?.incidentId ?? "";
    const deed = { incidentId, action: { kind: "resolve" }, reason: "known", audit: "incident.resolved" } as const;
    await stage.engine.act({ ...deed, by: TEST_ACTOR });
    expect(stateOfHost()).toBe("closed");
    measure(breach({ cooldownId: first.id }));
    measure(breach({ cooldownId: second.id }));
    await until("the next one fires", () => stateOfHost() === "firing");
    expect(stage.engine.list().find(({ subjectId }) => subjectId === HOST)?.incident?.number).toBe(2);
  });

  it("starts although the database takes nothing, and catches up when it does", async () => {
    await open();
    const { commit } = stage.store.alerts.states;
    let isFull = true;
    Object.assign(stage.store.alerts.states, {
      commit: async (...args: Parameters<typeof commit>) => {
        if (isFull) throw new Error("disk full");
        return commit(...args);
      },
    });
    stage.measured.set(IP_BAN.id, [breach()]);
    await start();
    expect(stage.failures.length).toBeGreaterThan(1);
    isFull = false;
    await until("it is told", () => stage.sent.length === 1);
  });

  it("keeps looking at the other rules when one cannot be measured", async () => {
    const broken = makeRule("key-ban");
    await open({ rules: [broken, IP_BAN] });
    stage.measured.get = (id: string) => {
      if (id === broken.id) throw new Error("cannot be measured");
      return [breach()];
    };
    await start();
    await until("the other one is told", () => stage.sent.length === 1);
    expect(stage.failures.length).toBeGreaterThan(0);
  });
});
