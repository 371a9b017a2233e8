import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { RULE_KINDS } from "@/lib/domain/alert-rules/kinds";
import type { Measurement } from "@/lib/server/alerts/measure/measurement";
import type { Snapshot } from "@/lib/server/alerts/measure/snapshot";
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

  it("opens another incident for a ban that follows a rehearsal", async () => {
    await open();
    await start();
    measure(breach({ isDrill: true }));
    await until("the rehearsal is told", () => stage.sent.length === 1);
    measure(clear());
    await until("its end is told", () => stage.sent.length === 2);
    measure(breach());
    await until("the ban is told", () => stage.sent.length === 3);
    const told = stage.sent.flatMap(({ notices }) =>
      notices.map(({ event, number, facts }) => [event, number, facts.isDrill]),
    );
    expect(told).toEqual([
      ["firing", 1, true],
      ["resolved", 1, true],
      ["firing", 2, false],
    ]);
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

  it("writes up to when it looked also after the clock was set back, so that a restart misses nothing", async () => {
    let skewMs = 0;
    await open({ now: () => Date.now() + skewMs });
    await start();
    skewMs = -3_600_000;
    stage.engine.noteChange(["ip-ban"]);
    const { findCursor } = stage.store.alerts.states;
    await until("the cursor is back", async () => ((await findCursor()) ?? 0) <= Date.now() + skewMs);
  });

  it("forgets on the disk as well what ended long before a start", async () => {
    let skewMs = 0;
    const now = () => Date.now() + skewMs;
    await open({ now });
    await start();
    measure(breach());
    await until("it fires", () => stateOfHost() === "firing");
    measure(clear());
    await until("it is over", () => stateOfHost() === "resolved");
    await stage.close();
    skewMs = 2 * 86_400_000;
    await open({ now });
    expect(await stage.store.alerts.states.list()).toHaveLength(1);
    stage.measured.set(IP_BAN.id, [clear()]);
    await start();
    expect(await stage.store.alerts.states.list()).toEqual([]);
  });

  it("says when it last read all that rules need, and measures by what could be read meanwhile", async () => {
    const [unreadable, readable] = [
      makeRule("error-rate", { forMinutes: 0 }),
      makeRule("no-traffic", { forMinutes: 0 }),
    ];
    let unread: Snapshot["unread"] = [{ kinds: ["error-rate"], error: new Error("malformed") }];
    await open({ rules: [unreadable, readable], read: async () => ({ unread }) as Snapshot });
    for (const { id } of stage.rules) stage.measured.set(id, [breach()]);
    await start();
    expect(stage.engine.list().map(({ ruleId }) => ruleId)).toEqual([readable.id]);
    expect(stage.engine.lookedAtMs()).not.toBeNull();
    expect(stage.engine.readAtMs()).toBeNull();
    expect(stage.failures).toEqual([unread[0]?.error]);
    unread = [];
    stage.engine.noteChange(["error-rate"]);
    await until("the other fires", () => stage.engine.list().length === 2);
    // One kind was read: that says nothing of the others.
    expect(stage.engine.readAtMs()).toBeNull();
    stage.engine.noteChange(RULE_KINDS);
    await until("all was read", () => stage.engine.readAtMs() !== null);
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
