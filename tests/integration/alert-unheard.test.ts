import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Reading } from "@/lib/domain/alert-lifecycle/state";
import type { Measurement } from "@/lib/server/alerts/measure/measurement";
import type { SendOutcome } from "@/lib/server/alerts/senders/channel-adapter";
import type { RuleRecord } from "@/lib/server/store/alerts/rules";
import {
  type AlertStage,
  DELIVERED,
  GONE,
  makeChannel,
  makeFacts,
  makeRule,
  openAlertStage,
} from "../support/alert-stage";
import { makeDataDir, removeDataDir } from "../support/banwatch-process";
import { TEST_ACTOR } from "../support/test-actor";
import { until } from "../support/until";

const REFUSED: SendOutcome = { kind: "refused", httpStatus: 400, answer: "", reason: "no", channelIsGone: false };
const CODE = makeRule("new-code", { forMinutes: 0, repeatMinutes: null, notifyResolved: true });
const KEY_BAN = makeRule("key-ban", { channelIds: ["named"], clearForMinutes: 0, repeatMinutes: null });

describe("what no channel took", () => {
  let dataDir: string;
  let stage: AlertStage;
  const measured = new Map<string, readonly Measurement[]>();

  const open = async (...channels: ReturnType<typeof makeChannel>[]) => {
    stage = await openAlertStage({ dataDir, rules: [CODE, KEY_BAN], channels });
    for (const [id, measurements] of measured) stage.measured.set(id, measurements);
    await stage.outbox.start();
    await stage.engine.start([]);
  };
  const measure = ({ id, settings }: RuleRecord, kind: Reading["kind"], subjectId = "one") => {
    measured.set(id, [{ subjectId, reading: { kind }, facts: makeFacts(subjectId) }]);
    stage.measured.set(id, measured.get(id) ?? []);
    stage.engine.noteChange([settings.when]);
  };
  const heard = (channelId: string) =>
    stage.sent
      .filter((sent) => sent.channelId === channelId)
      .flatMap(({ notices }) => notices.map(({ event, number }) => `#${number} ${event}`));
  const incidentId = () => stage.engine.list()[0]?.incident?.id ?? "";
  const statuses = async () =>
    (await stage.store.alerts.deliveries.listOfIncident(incidentId(), 50, 50)).list.map(
      ({ channelId, status }) => `${channelId} ${status}`,
    );
  const settled = (...expected: string[]) =>
    until(expected.join(), async () => (await statuses()).sort().join() === expected.sort().join());
  /** The first may have begun before this was called, the second has not. */
  const lookTwice = async () => {
    for (let count = 0; count < 2; count += 1) {
      const before = stage.engine.lookedAtMs() ?? 0;
      stage.engine.noteChange(["new-code", "key-ban"]);
      await until("a look", () => (stage.engine.lookedAtMs() ?? 0) > before);
    }
  };

  beforeEach(() => {
    dataDir = makeDataDir();
    measured.clear();
  });
  afterEach(async () => {
    await stage.close();
    removeDataDir(dataDir);
  });

  it("is told by another channel each time that it comes back, also by one that heard of an earlier end", async () => {
    await open(makeChannel("named", { isDefault: false }), makeChannel("default"));
    stage.answer = (id) => (id === "named" ? REFUSED : DELIVERED);
    measure(KEY_BAN, "breach");
    await until("the beginning is told", () => heard("default").length === 1);
    measure(KEY_BAN, "clear");
    await until("the end is told", () => heard("default").length === 2);
    measure(KEY_BAN, "breach");
    await until("it is told again", () => heard("default").length === 3);
    expect(heard("default")).toEqual(["#1 firing", "#1 resolved", "#1 firing"]);
  });

  it("is told once a channel that its service had switched off is repaired, and its end after it", async () => {
    await open(makeChannel("a"), makeChannel("b"));
    stage.answer = () => GONE;
    measure(CODE, "breach");
    await until("both are off", () => [...stage.channels.values()].every(({ enabled }) => !enabled));
    await settled("a failed", "b failed");
    await lookTwice();
    stage.answer = () => DELIVERED;
    stage.channels.set("a", makeChannel("a"));
    measure(CODE, "breach");
    await until("it is told", () => stage.sent.length === 1);
    await lookTwice();
    measure(CODE, "gone");
    await until("its end is told", () => stage.sent.length === 2);
    expect(heard("a")).toEqual(["#1 firing", "#1 resolved"]);
  });

  it("is told once a channel that refused it is changed, and not over and over while nothing changes", async () => {
    await open(makeChannel("a"));
    stage.answer = () => REFUSED;
    measure(CODE, "breach");
    await settled("a failed");
    await lookTwice();
    expect(await statuses()).toEqual(["a failed"]);
    stage.channels.set("a", makeChannel("a", { updatedAtMs: 1 }));
    stage.answer = () => DELIVERED;
    await lookTwice();
    await settled("a failed", "a delivered");
    stage.channels.set("a", makeChannel("a", { updatedAtMs: 2 }));
    await lookTwice();
    expect(heard("a")).toEqual(["#1 firing"]);
  });

  it("is told after a restart, once", async () => {
    await open(makeChannel("a"));
    stage.answer = () => REFUSED;
    measure(CODE, "breach");
    await settled("a failed");
    await stage.close();
    await open(makeChannel("a"));
    await settled("a failed", "a delivered");
    expect(heard("a")).toEqual(["#1 firing"]);
    await stage.close();
    await open(makeChannel("a"));
    await lookTwice();
    expect(await statuses()).toEqual(["a failed", "a delivered"]);
  });

  it("is told by a channel that had failed once that takes something else", async () => {
    const failing = { lastFailure: { atMs: 10, reason: "no" }, lastDeliveredAtMs: 9 };
    await open(makeChannel("a", failing));
    stage.answer = () => REFUSED;
    measure(CODE, "breach");
    await settled("a failed");
    await stage.close();
    await open(makeChannel("a", failing));
    await lookTwice();
    expect(await statuses()).toEqual(["a failed"]);
    stage.channels.set("a", makeChannel("a", { ...failing, lastDeliveredAtMs: 11 }));
    await lookTwice();
    await settled("a failed", "a delivered");
  });

  it("is left to whoever acknowledged it", async () => {
    await open(makeChannel("a"));
    stage.answer = () => REFUSED;
    measure(CODE, "breach");
    await settled("a failed");
    const deed = { incidentId: incidentId(), reason: null, by: TEST_ACTOR };
    await stage.engine.act({ ...deed, action: { kind: "acknowledge" }, audit: "incident.acknowledged" });
    stage.channels.set("a", makeChannel("a", { updatedAtMs: 1 }));
    await lookTwice();
    expect(await statuses()).toEqual(["a failed"]);
    expect(stage.engine.list()[0]?.state).toMatchObject({ kind: "acknowledged", notifiedAtMs: expect.any(Number) });
  });
});
