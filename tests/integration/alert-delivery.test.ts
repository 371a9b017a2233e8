import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Measurement } from "@/lib/server/alerts/measure/measurement";
import {
  type AlertStage,
  DELIVERED,
  FAILED,
  GONE,
  makeChannel,
  makeFacts,
  makeRule,
  openAlertStage,
} from "../support/alert-stage";
import { makeDataDir, removeDataDir } from "../support/banwatch-process";
import { makeCooldown } from "../support/error-records";
import { TEST_ACTOR } from "../support/test-actor";
import { until } from "../support/until";

const IP_BAN = makeRule("ip-ban");
const KEY_BAN = makeRule("key-ban");
const HOST = "provider.test";

const breach = (subjectId: string, changes = {}): Measurement => ({
  subjectId,
  reading: { kind: "breach" },
  facts: makeFacts(subjectId, { providerHost: HOST, accountId: subjectId, ...changes }),
});

describe("alerts, from what happened to who is told", () => {
  let dataDir: string;
  let stage: AlertStage;
  const open = async (options: Partial<Parameters<typeof openAlertStage>[0]> = {}) => {
    const rules = [IP_BAN, KEY_BAN, makeRule("error-rate", { forMinutes: 0, clearForMinutes: 0 })];
    stage = await openAlertStage({ dataDir, rules, channels: [makeChannel("a"), makeChannel("b")], ...options });
    return stage;
  };
  const startAll = async () => {
    await stage.outbox.start();
    await stage.engine.start([]);
  };
  const sentTo = (id: string) => stage.sent.filter(({ channelId }) => channelId === id);
  const openIncidents = () =>
    stage.engine.list().flatMap(({ state, incident }) => (state.kind === "firing" ? (incident ?? []) : []));

  beforeEach(() => {
    dataDir = makeDataDir();
  });
  afterEach(async () => {
    await stage.close();
    removeDataDir(dataDir);
  });

  it("tells every default channel of a ban, and of its end those who were told", async () => {
    await open();
    await startAll();
    const ban = makeCooldown();
    stage.measured.set(IP_BAN.id, [breach(HOST, { cooldownId: ban.id })]);
    stage.engine.noteCooldown(ban);
    await until("both channels were told", () => stage.sent.length === 2);
    expect(stage.sent[0]?.notices).toMatchObject([{ event: "firing", number: 1, kind: "ip-ban" }]);

    stage.channels.set("c", makeChannel("c"));
    stage.measured.set(IP_BAN.id, [{ ...breach(HOST), reading: { kind: "clear" } }]);
    stage.engine.noteCooldown({ ...ban, endedAtMs: Date.now(), heldCalls: 7 });
    await until("both heard of the end", () => stage.sent.length === 4);
    expect(sentTo("c")).toEqual([]);
    expect(sentTo("a")[1]?.notices).toMatchObject([{ event: "resolved", facts: { heldCalls: 7, code: ban.code } }]);
  });

  it("tells PagerDuty alone that somebody has it, and after what it was told before", async () => {
    await open({ channels: [makeChannel("a"), makeChannel("pager", { type: "pagerduty" })] });
    let isDown = true;
    stage.answer = (id) => (id === "pager" && isDown ? FAILED : DELIVERED);
    await startAll();
    stage.measured.set(IP_BAN.id, [breach(HOST)]);
    stage.engine.noteChange(["ip-ban"]);
    await until("the other channel was told", () => stage.sent.length === 1);
    const incidentId = openIncidents()[0]?.id ?? "";
    const told = async () => (await stage.store.alerts.deliveries.listOfIncident(incidentId, 50, 50)).list;
    await until("an attempt has failed", async () =>
      (await told()).some(({ tries: [first] }) => first?.outcome === "failed"),
    );

    const deed = { incidentId, reason: null, by: TEST_ACTOR };
    await stage.engine.act({ ...deed, action: { kind: "acknowledge" }, audit: "incident.acknowledged" });
    // Written by the time that the person is answered.
    expect((await told()).map(({ channelId, event }) => `${channelId} ${event}`).sort()).toEqual([
      "a firing",
      "pager acknowledged",
      "pager firing",
    ]);
    isDown = false;
    await until("PagerDuty heard of both", () => sentTo("pager").length === 2);
    expect(sentTo("pager").flatMap(({ notices }) => notices.map(({ event }) => event))).toEqual([
      "firing",
      "acknowledged",
    ]);
    expect(sentTo("a")).toHaveLength(1);
  });

  it("tells no PagerDuty of an acknowledgement that was taken back before it could be told", async () => {
    await open({ channels: [makeChannel("pager", { type: "pagerduty" })] });
    stage.answer = () => FAILED;
    await startAll();
    stage.measured.set(IP_BAN.id, [breach(HOST)]);
    stage.engine.noteChange(["ip-ban"]);
    await until("an incident", () => openIncidents().length === 1);
    const incidentId = openIncidents()[0]?.id ?? "";
    const told = async () => (await stage.store.alerts.deliveries.listOfIncident(incidentId, 50, 50)).list;
    await until("an attempt has failed", async () => (await told())[0]?.tries.length === 1);
    const deed = { incidentId, reason: null, by: TEST_ACTOR };
    await stage.engine.act({ ...deed, action: { kind: "acknowledge" }, audit: "incident.acknowledged" });
    await stage.engine.act({ ...deed, action: { kind: "unacknowledge" }, audit: "incident.unacknowledged" });
    expect((await told()).map(({ event }) => event)).toEqual(["firing", "acknowledged"]);
    stage.answer = () => DELIVERED;
    await until("both were sent", () => sentTo("pager").length === 2);
    expect(sentTo("pager").flatMap(({ notices }) => notices.map(({ event }) => event))).toEqual(["firing", "reminder"]);
    expect((await told()).map(({ event }) => event)).toEqual(["firing", "reminder"]);
  });

  it("tells no PagerDuty of an acknowledgement that was not told of the incident", async () => {
    await open({ channels: [makeChannel("a"), makeChannel("pager", { type: "pagerduty", isDefault: false })] });
    await startAll();
    stage.measured.set(IP_BAN.id, [breach(HOST)]);
    stage.engine.noteChange(["ip-ban"]);
    await until("the default channel was told", () => stage.sent.length === 1);
    const incidentId = openIncidents()[0]?.id ?? "";
    const deed = { incidentId, reason: null, by: TEST_ACTOR };
    await stage.engine.act({ ...deed, action: { kind: "acknowledge" }, audit: "incident.acknowledged" });
    expect((await stage.store.alerts.deliveries.listOfIncident(incidentId, 50, 50)).total).toBe(1);
  });

  it("tells of a ban that was over before anybody looked, in one message", async () => {
    await open();
    await startAll();
    const ban = makeCooldown();
    stage.engine.noteCooldown(ban);
    stage.engine.noteCooldown({ ...ban, endedAtMs: Date.now() });
    await until("both channels were told", () => stage.sent.length === 2);
    expect(sentTo("a")[0]?.notices).toMatchObject([{ event: "resolved", changes: 2 }]);
  });

  it("puts twelve keys that are banned together into one message", async () => {
    await open({ channels: [makeChannel("a")] });
    await startAll();
    const ids = Array.from({ length: 12 }, (_, index) => `account-${index}`);
    stage.measured.set(
      KEY_BAN.id,
      ids.map((id) => breach(id)),
    );
    for (const accountId of ids) {
      stage.engine.noteCooldown(makeCooldown({ accountId, scope: "account", code: "ERROR_KEY_BANNED" }));
    }
    await until("a message", () => stage.sent.length > 0);
    await until("nothing waits", async () => (await stage.store.alerts.deliveries.summaryByChannel()).size === 0);
    expect(stage.sent).toHaveLength(1);
    expect(new Set(stage.sent[0]?.notices.map(({ facts }) => facts.accountId))).toEqual(new Set(ids));
  });

  it("tells nobody of an error rate that a ban explains, and says which one does", async () => {
    await open({ channels: [makeChannel("a")] });
    await startAll();
    stage.measured.set(IP_BAN.id, [breach(HOST)]);
    stage.engine.noteChange(["ip-ban"]);
    await until("an incident", () => openIncidents().length === 1);
    stage.measured.set("rule-error-rate-", [breach("account-1")]);
    stage.engine.noteChange(["error-rate"]);
    await until("two incidents", () => openIncidents().length === 2);
    expect(openIncidents().find(({ kind }) => kind === "error-rate")).toMatchObject({
      muteKind: "inhibited",
      muteBy: "#1",
    });
    await until("nothing waits", async () => (await stage.store.alerts.deliveries.summaryByChannel()).size === 0);
    expect(stage.sent.flatMap(({ notices }) => notices.map(({ kind }) => kind))).toEqual(["ip-ban"]);
  });

  it("writes who acknowledged it, with a line in the audit log, and answers for one that is over", async () => {
    await open();
    await startAll();
    stage.measured.set(IP_BAN.id, [breach(HOST)]);
    stage.engine.noteChange(["ip-ban"]);
    await until("an incident", () => openIncidents().length === 1);
    const [incident] = openIncidents();
    const deed = { incidentId: incident?.id ?? "", action: { kind: "acknowledge" }, reason: null } as const;
    const acted = await stage.engine.act({ ...deed, audit: "incident.acknowledged", by: TEST_ACTOR });
    expect(acted).toMatchObject({ status: "acknowledged", acknowledgedBy: TEST_ACTOR.name });
    expect(await stage.store.alerts.incidents.find(incident?.id ?? "")).toMatchObject({ status: "acknowledged" });
    const [line] = await stage.store.auditEvents.list({}, 1);
    expect(line).toMatchObject({ action: "incident.acknowledged", targetName: "#1", actorName: TEST_ACTOR.name });

    const unknown = { ...deed, incidentId: "none", audit: "incident.acknowledged", by: TEST_ACTOR } as const;
    expect(await stage.engine.act(unknown)).toBe("unknown");
  });

  it("keeps the order of one group, and lets nobody wait for another channel's trouble", async () => {
    let nowMs = Date.now();
    let failures = 3;
    await open({ now: () => nowMs });
    stage.answer = (id) => {
      if (id !== "a" || failures === 0) return DELIVERED;
      failures -= 1;
      return FAILED;
    };
    await startAll();
    const ban = makeCooldown({ startedAtMs: nowMs });
    stage.engine.noteCooldown(ban);
    await until("an incident", () => openIncidents().length === 1);
    nowMs += 300;
    stage.outbox.noteChannels();
    await until("b was told, a was tried", () => sentTo("b").length === 1 && failures === 2);
    stage.engine.noteCooldown({ ...ban, endedAtMs: nowMs });
    await until("it is over", () => openIncidents().length === 0);
    nowMs += 6_000;
    stage.outbox.noteChannels();
    await until("b heard of the end", () => sentTo("b").length === 2);
    expect(sentTo("a")).toEqual([]);
    await until("a is well again", () => {
      nowMs += 1_000;
      stage.outbox.noteChannels();
      return sentTo("a").length === 2;
    });
    expect(sentTo("a").map(({ notices }) => notices[0]?.event)).toEqual(["firing", "resolved"]);
  });

  it("switches a channel off that is gone, and says so by another", async () => {
    const rule = makeRule("channel-failing");
    await open({ rules: [IP_BAN, rule] });
    stage.answer = (id) => {
      if (id === "b") return DELIVERED;
      stage.measured.set(rule.id, [breach("a", { providerHost: null, accountId: null })]);
      return GONE;
    };
    await startAll();
    stage.engine.noteCooldown(makeCooldown());
    await until("b was told of both", () => sentTo("b").length === 2);
    expect(stage.channels.get("a")).toMatchObject({ enabled: false, refusal: { reason: "gone" } });
    expect(
      sentTo("b")
        .map(({ notices }) => notices[0]?.kind)
        .sort(),
    ).toEqual(["channel-failing", "ip-ban"]);
    expect(sentTo("a")).toEqual([]);
  });

  it("sends again what was sent when nobody could write it down, with the same key to tell twins by", async () => {
    await open({ channels: [makeChannel("a")] });
    await startAll();
    stage.engine.noteCooldown(makeCooldown());
    await until(
      "it was taken",
      async () => (await stage.store.alerts.deliveries.claim("a", Date.now() + 1_000, 60_000, 10)) !== null,
    );
    await stage.close();
    const before = stage.sent;

    await open({ channels: [makeChannel("a")] });
    stage.measured.set(IP_BAN.id, [breach(HOST)]);
    await startAll();
    await until("a message", () => stage.sent.length === 1);
    expect(before).toEqual([]);
    expect(stage.sent[0]?.notices).toMatchObject([{ event: "firing" }]);
    const incident = stage.sent[0]?.notices[0]?.incidentId ?? "";
    const { list } = await stage.store.alerts.deliveries.listOfIncident(incident, 10, 10);
    expect(list).toMatchObject([{ id: stage.sent[0]?.deliveryId, status: expect.any(String), attempts: 2 }]);
  });

  it("goes on after a stop where it was, and tells of what began meanwhile", async () => {
    await open({ channels: [makeChannel("a")] });
    await startAll();
    const ban = makeCooldown();
    stage.measured.set(IP_BAN.id, [breach(HOST)]);
    stage.engine.noteCooldown(ban);
    await until("a message", () => stage.sent.length === 1);
    await stage.close();

    await open({ channels: [makeChannel("a")] });
    stage.measured.set(IP_BAN.id, [breach(HOST)]);
    const missed = makeCooldown({ accountId: "account-1", scope: "account", code: "ERROR_KEY_BANNED" });
    stage.measured.set(KEY_BAN.id, [breach("account-1")]);
    await stage.outbox.start();
    await stage.engine.start([missed]);
    await until("a message", () => stage.sent.length === 1);
    expect(stage.sent[0]?.notices).toMatchObject([{ kind: "key-ban", number: 2 }]);
    expect(openIncidents().map(({ number }) => number)).toEqual([1, 2]);
  });

  it("loses nothing while the database takes nothing", async () => {
    await open({ channels: [makeChannel("a")] });
    await startAll();
    const { commit } = stage.store.alerts.states;
    let refused = 0;
    Object.assign(stage.store.alerts.states, {
      commit: async (...args: Parameters<typeof commit>) => {
        refused += 1;
        if (refused === 1) throw new Error("disk full");
        return commit(...args);
      },
    });
    const ban = makeCooldown();
    stage.engine.noteCooldown(ban);
    await until("a message", () => stage.sent.length === 1);
    expect(refused).toBeGreaterThan(1);
    expect(stage.failures).toHaveLength(1);
    expect(stage.sent[0]?.notices).toMatchObject([{ number: 1, facts: { cooldownId: ban.id } }]);
  });
});
