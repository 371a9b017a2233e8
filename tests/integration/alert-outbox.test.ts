import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AlertNotice } from "@/lib/contracts/alert-notice";
import { GROUP_MEMORY_MS, groupWaitMs } from "@/lib/domain/alert-groups";
import { LEAST_ATTEMPTS } from "@/lib/domain/retry-wait";
import { createSweep } from "@/lib/server/alerts/outbox/sweep";
import type { SendOutcome } from "@/lib/server/alerts/senders/channel-adapter";
import { createEventId } from "@/lib/server/event-id";
import * as queries from "@/lib/server/store/alerts/delivery-queries";
import type { IncidentRecord } from "@/lib/server/store/alerts/incidents";
import { LIST_TOLD, LIST_UNHEARD } from "@/lib/server/store/alerts/notice-queries";
import type { NoticeTarget } from "@/lib/server/store/alerts/planned-notice";
import {
  type AlertStage,
  DELIVERED,
  FAILED,
  GONE,
  makeChannel,
  makeFacts,
  openAlertStage,
} from "../support/alert-stage";
import { makeDataDir, removeDataDir } from "../support/banwatch-process";
import { readDatabase } from "../support/read-database";
import { until } from "../support/until";

const START_MS = 1_800_000_000_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const LEASE_MS = 30_000;
const REFUSED: SendOutcome = { ...GONE, kind: "refused", httpStatus: 302, reason: "moved", channelIsGone: false };

const to = (...ids: string[]): NoticeTarget[] => ids.map((id) => ({ id, name: id, type: "webhook" }));

function makeIncident(number: number, changes: Partial<IncidentRecord> = {}): IncidentRecord {
  const id = `incident-${number}`;
  return {
    ...{ id, number, ruleId: "rule", rule: "rule", kind: "key-ban", severity: "critical", subjectId: id },
    ...{ groupKey: "group", status: "firing", facts: makeFacts(id), openedAtMs: START_MS, changedAtMs: START_MS },
    ...{ acknowledgedAtMs: null, acknowledgedBy: null, snoozedUntilMs: null, snoozedBy: null, snoozeReason: null },
    ...{ muteKind: null, muteBy: null, muteIncidentId: null, escalatedAtMs: null, noDataSinceMs: null },
    ...{
      resolvesAtMs: null,
      resolvedAtMs: null,
      resolvedHow: null,
      resolvedBy: null,
      resolveReason: null,
      reopened: 0,
    },
    ...changes,
  } as IncidentRecord;
}

describe("the outbox", () => {
  let dataDir: string;
  let stage: AlertStage;
  let nowMs: number;

  const open = async (...channels: ReturnType<typeof makeChannel>[]) => {
    stage = await openAlertStage({ dataDir, rules: [], channels, now: () => nowMs });
  };
  const deliveries = () => stage.store.alerts.deliveries;
  const say = async (
    incident: IncidentRecord,
    event: AlertNotice["event"],
    whom: { readonly targets?: NoticeTarget[]; readonly ifTold?: NoticeTarget[] },
    groupKey = "group",
  ) => {
    const { id: incidentId, number, facts, kind, rule, severity } = incident;
    const ends = { resolvedAtMs: event === "resolved" ? nowMs : null, resolvedHow: null, resolvedBy: null };
    const what = { incidentId, number, event, kind, rule, severity, facts, ...ends };
    const notice: AlertNotice = { ...what, atMs: nowMs, sinceMs: START_MS, changes: 1 };
    const kept = { ...incident, resolvedAtMs: ends.resolvedAtMs };
    const nothing = { states: [], transitions: [], audit: [], seenCooldownIds: [], cursorMs: nowMs };
    const plan = { notice, groupKey, targets: whom.targets ?? [], ifTold: whom.ifTold ?? [] };
    const options = { nowMs, waitMs: groupWaitMs, lookBackMs: GROUP_MEMORY_MS };
    return stage.store.alerts.states.commit({ ...nothing, incidents: [kept], notices: [plan] }, options);
  };
  const pass = (ms: number) => {
    nowMs += ms;
    stage.outbox.noteChannels();
  };
  const statusOf = async (channelId: string, incident: IncidentRecord) => {
    const { list } = await deliveries().listOfIncident(incident.id, 50, 50);
    return list.filter((delivery) => delivery.channelId === channelId).map(({ status }) => status);
  };
  const heard = (channelId: string) =>
    stage.sent
      .filter((sent) => sent.channelId === channelId)
      .flatMap(({ notices }) => notices.map(({ number, event }) => `#${number} ${event}`));

  /** One message that failed or was refused, as a lane writes it. */
  const attempt = async (channelId: string, nextAttemptAtMs: number | null) => {
    const claimed = await deliveries().claim(channelId, nowMs, LEASE_MS, 10);
    if (claimed === null) return null;
    const tried = { id: createEventId(nowMs), atMs: nowMs, latencyMs: 1, httpStatus: 503, answer: "", reason: "down" };
    await deliveries().settle(
      claimed.id,
      { ...tried, outcome: "failed" },
      nextAttemptAtMs === null ? { kind: "given-up" } : { kind: "again", nextAttemptAtMs },
    );
    return claimed;
  };

  beforeEach(() => {
    dataDir = makeDataDir();
    nowMs = START_MS;
  });
  afterEach(async () => {
    await stage.close();
    removeDataDir(dataDir);
  });

  it.each(["firing", "reminder", "escalation"] as const)(
    "tells the other default channels of a %s that a service refuses, once each, and of its end",
    async (event) => {
      await open(makeChannel("a"), makeChannel("b"), makeChannel("told"), makeChannel("x", { isDefault: false }));
      stage.channels.set("off", makeChannel("off", { enabled: false }));
      stage.answer = (id) => (id === "a" ? REFUSED : DELIVERED);
      await stage.outbox.start();
      const incident = makeIncident(1);
      await say(incident, event, { targets: to("a", "told") });
      pass(250);
      await until("it was given up", async () => (await statusOf("a", incident))[0] === "failed");
      pass(250);
      await until("b was told", () => heard("b").length === 1);
      nowMs += 1_000;
      await say(incident, "resolved", { ifTold: to("b", "told", "x", "off") });
      pass(250);
      await until("both heard of the end", () => heard("b").length + heard("told").length === 4);
      expect(heard("b")).toEqual([`#1 ${event}`, "#1 resolved"]);
      expect(heard("told")).toEqual([`#1 ${event}`, "#1 resolved"]);
      expect([...heard("x"), ...heard("off")]).toEqual([]);
    },
  );

  it("hands nothing over of an incident that is over, and ends where every channel refuses", async () => {
    await open(makeChannel("a"), makeChannel("b"), makeChannel("c"));
    stage.answer = () => REFUSED;
    await stage.outbox.start();
    const over = makeIncident(1);
    await say(over, "firing", { targets: to("a") });
    await stage.store.alerts.states.commit(
      {
        ...{ states: [], transitions: [], notices: [], audit: [], seenCooldownIds: [], cursorMs: nowMs },
        incidents: [{ ...over, status: "resolved", resolvedAtMs: nowMs }],
      },
      { nowMs, waitMs: groupWaitMs, lookBackMs: GROUP_MEMORY_MS },
    );
    const running = makeIncident(2);
    await say(running, "firing", { targets: to("a") }, "other");
    await until("nothing waits", async () => {
      pass(250);
      return (await deliveries().summaryByChannel()).size === 0;
    });
    expect([await statusOf("b", over), await statusOf("c", over)]).toEqual([[], []]);
    for (const id of ["a", "b", "c"]) expect(await statusOf(id, running)).toEqual(["failed"]);
  });

  it("hands over all that waits for a channel that is gone, which has it too once it is repaired", async () => {
    await open(makeChannel("a"), makeChannel("b"));
    stage.answer = (id) => (id === "a" ? GONE : DELIVERED);
    const [first, second, over] = [makeIncident(1), makeIncident(2), makeIncident(3)];
    await say(first, "firing", { targets: to("a") }, "one");
    await say(over, "firing", { targets: to("a") }, "three");
    await say(over, "resolved", { ifTold: to("a") }, "three");
    nowMs += 100;
    await say(second, "firing", { targets: to("a") }, "two");
    nowMs += 150;
    await stage.outbox.start();
    await until("a is off", () => stage.channels.get("a")?.enabled === false);
    pass(250);
    await until("b was told", () => heard("b").length === 2);
    expect(heard("b").sort()).toEqual(["#1 firing", "#2 firing"]);
    expect(await statusOf("a", first)).toEqual(["failed"]);
    expect(await statusOf("a", second)).toEqual(["waiting"]);

    stage.answer = () => DELIVERED;
    stage.channels.set("a", makeChannel("a"));
    pass(250);
    await until("a has it", () => heard("a").length === 2);
    expect(heard("a").sort()).toEqual(["#2 firing", "#3 resolved"]);
  });

  it("sends what a clock that was set back since put far ahead, and keeps legal waits", async () => {
    await open();
    await say(makeIncident(1), "firing", { targets: to("a") });
    nowMs -= HOUR_MS;
    const early = await attempt("a", nowMs + HOUR_MS);
    expect(early).toMatchObject({ createdAtMs: nowMs, attempts: 1 });
    expect(await attempt("a", null)).toBeNull();
    nowMs -= 120_000;
    expect(await deliveries().claim("a", nowMs, LEASE_MS, 10)).toMatchObject({ attempts: 2, createdAtMs: nowMs });
    expect(await deliveries().claim("a", nowMs, LEASE_MS, 10)).toBeNull();
    nowMs -= DAY_MS;
    expect(await deliveries().claim("a", nowMs, LEASE_MS, 10)).toMatchObject({ attempts: 3 });
  });

  it("tries again in time what failed before the clock was set back, and waits after that as it is to", async () => {
    await open();
    await say(makeIncident(1), "firing", { targets: to("a") });
    nowMs += 1_000;
    await attempt("a", nowMs + 2_000);
    nowMs -= HOUR_MS / 2;
    expect(await attempt("a", nowMs + 600_000)).toMatchObject({ attempts: 2 });
    nowMs += 599_000;
    expect(await attempt("a", null)).toBeNull();
    nowMs += 1_000;
    expect(await attempt("a", null)).toMatchObject({ attempts: 3 });
  });

  it("tells of the end whoever was told of the beginning, though that message is not kept any more", async () => {
    await open(makeChannel("a"), makeChannel("b"));
    await stage.outbox.start();
    const incident = makeIncident(1);
    await say(incident, "firing", { targets: to("a") });
    pass(1_000);
    await until("its beginning is told", () => heard("a").length === 1);
    await until("nothing waits", async () => (await deliveries().summaryByChannel()).size === 0);
    nowMs += 91 * DAY_MS;
    await stage.store.retention.prune(nowMs, { errorDays: 30, maxErrors: 1_000, auditDays: 90 });
    expect(await statusOf("a", incident)).toEqual([]);
    await say(incident, "resolved", { ifTold: to("a", "b") });
    pass(1_000);
    await until("its end is told", () => heard("a").length === 2);
    expect([heard("a"), heard("b")]).toEqual([["#1 firing", "#1 resolved"], []]);
  });

  it("goes on trying when the clock jumps ahead by days", async () => {
    await open(makeChannel("a"));
    stage.answer = () => FAILED;
    await stage.outbox.start();
    const incident = makeIncident(1);
    await say(incident, "firing", { targets: to("a") });
    nowMs += 2 * DAY_MS;
    let tries = 0;
    stage.answer = () => {
      tries += 1;
      return tries < LEAST_ATTEMPTS ? FAILED : DELIVERED;
    };
    await until("it was sent", () => {
      pass(1_000);
      return heard("a").length === 1;
    });
    expect(tries).toBe(LEAST_ATTEMPTS);
  });

  it("gives up what waits for a channel that is off after a day of its own time, not of the clock's", async () => {
    await open(makeChannel("off", { enabled: false }), makeChannel("well"));
    let uptimeMs = 0;
    const channels = { list: () => [...stage.channels.values()] } as never;
    const sweep = createSweep({ deliveries: deliveries(), channels, now: () => nowMs }, () => uptimeMs);
    const incident = makeIncident(1);
    await say(incident, "firing", { targets: to("off", "well") });
    expect(await sweep()).toBe(0);
    nowMs += 30 * DAY_MS;
    uptimeMs += DAY_MS - 1;
    const later = makeIncident(2);
    await say(later, "firing", { targets: to("off") }, "other");
    expect(await sweep()).toBe(0);
    uptimeMs += 1;
    expect(await sweep()).toBe(1);
    expect(await statusOf("off", incident)).toEqual(["failed"]);
    expect(await statusOf("well", incident)).toEqual(["waiting"]);
    expect(await statusOf("off", later)).toEqual(["waiting"]);
  });

  it("lets a neighbour that comes and goes delay no alert that is new to its channel", async () => {
    await open();
    const flapper = makeIncident(1);
    for (let round = 0; round < 8; round += 1) {
      await say(flapper, round % 2 === 0 ? "firing" : "resolved", { targets: to("a") });
      if (round === 7) break;
      nowMs = (await deliveries().findNextDue("a")) ?? nowMs;
      expect(await attempt("a", null)).not.toBeNull();
    }
    const longWaitMs = ((await deliveries().findNextDue("a")) ?? 0) - nowMs;
    expect(longWaitMs).toBe(60_000);
    await say(flapper, "firing", { targets: to("a") });
    expect(await deliveries().findNextDue("a")).toBe(nowMs + longWaitMs);
    await say(makeIncident(2), "firing", { targets: to("a") });
    expect(await deliveries().findNextDue("a")).toBe(nowMs + 250);
    nowMs += 250;
    expect((await attempt("a", null))?.notices.map(({ number }) => number)).toEqual([1, 2]);
    await say(makeIncident(3), "firing", { targets: to("a") });
    expect(await deliveries().findNextDue("a")).toBe(nowMs + 250);
  });

  it("leaves nothing waiting for a channel that is deleted while its message is under way, or named after that", async () => {
    await open(makeChannel("a"));
    let answer: (outcome: SendOutcome) => void = () => undefined;
    stage.answer = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    await stage.outbox.start();
    const incident = makeIncident(1);
    await say(incident, "firing", { targets: to("a") });
    pass(250);
    await until("it is under way", async () => (await statusOf("a", incident))[0] === "sending");
    stage.channels.delete("a");
    stage.outbox.noteChannels();
    await until("it is given up", async () => (await statusOf("a", incident))[0] === "failed");
    answer(FAILED);
    const tries = async () => (await deliveries().listOfIncident(incident.id, 1, 1)).list[0]?.tries.length;
    await until("the answer was written", async () => (await tries()) === 1);
    expect(await statusOf("a", incident)).toEqual(["failed"]);

    stage.outbox.wake(await say(makeIncident(2), "firing", { targets: to("a") }, "other"));
    await until("nothing waits", async () => (await deliveries().summaryByChannel()).size === 0);
  });

  it("begins by itself once the database takes a change, where it did not at the start", async () => {
    await open(makeChannel("a"));
    await say(makeIncident(1), "firing", { targets: to("a") });
    await deliveries().claim("a", nowMs + 250, LEASE_MS, 10);
    nowMs += 250;
    const { releaseLeases } = deliveries();
    let tries = 0;
    Object.assign(deliveries(), {
      releaseLeases: async () => {
        tries += 1;
        if (tries === 1) throw new Error("busy");
        await releaseLeases();
      },
    });
    await stage.outbox.start();
    stage.outbox.wake(["a"]);
    expect(stage.sent).toEqual([]);
    await until("it was sent", () => heard("a").length === 1);
    expect(tries).toBe(2);
  });

  it("finds an incident's deliveries from the incident, however many others there are", async () => {
    await open();
    const incident = makeIncident(1);
    for (const number of [2, 3]) await say(makeIncident(number), "firing", { targets: to("a") });
    await say(incident, "firing", { targets: to("a", "b") });
    const { list, total } = await deliveries().listOfIncident(incident.id, 1, 10);
    expect({ channels: list.map(({ channelId, incidents }) => [channelId, incidents]), total }).toEqual({
      channels: [["b", 1]],
      total: 2,
    });
    expect((await deliveries().listOfIncident("incident-2", 10, 10)).list).toMatchObject([{ incidents: 3 }]);
    expect((await deliveries().countOf([incident.id])).get(incident.id)).toMatchObject({ waiting: 2 });

    const ids = JSON.stringify([incident.id]);
    const plans = readDatabase(dataDir, (query) =>
      (
        [
          [LIST_TOLD, ids],
          [LIST_UNHEARD, ids],
          [queries.LIST_OF_INCIDENT, incident.id, 1],
          [queries.COUNT_OF_INCIDENTS, ids],
          [queries.COUNT_INCIDENTS, ids],
          [queries.NOTICES_OF_DELIVERY, "id"],
          [queries.NOTICES_OF_CHANNEL, "a"],
        ] as const
      ).map(([sql, ...parameters]) =>
        query<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, ...parameters).map(({ detail }) => detail),
      ),
    );
    for (const plan of plans) {
      expect(plan.length).toBeGreaterThan(0);
      expect(plan.filter((step) => step.startsWith("SCAN") && !step.includes("VIRTUAL TABLE"))).toEqual([]);
    }
    for (const plan of plans.slice(0, 4)) expect(plan.join()).toContain("(incidentId=?)");
  });
});
