import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SendOutcome } from "@/lib/server/alerts/senders/channel-adapter";
import { type AlertStage, DELIVERED, FAILED, makeChannel, makeRule, openAlertStage } from "../support/alert-stage";
import { makeDataDir, removeDataDir } from "../support/banwatch-process";
import { makeCooldown } from "../support/error-records";
import { readDatabase } from "../support/read-database";
import { until } from "../support/until";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const START_MS = 1_800_000_000_000;

interface AttemptRow {
  readonly deliveryId: string;
  readonly atMs: number;
  readonly outcome: string;
}

describe("a channel that takes nothing for a while", () => {
  let dataDir: string;
  let stage: AlertStage;
  let nowMs: number;

  beforeEach(async () => {
    dataDir = makeDataDir();
    nowMs = START_MS;
    const channels = [makeChannel("down"), makeChannel("well")];
    stage = await openAlertStage({ dataDir, rules: [makeRule("ip-ban")], channels, now: () => nowMs });
    await stage.outbox.start();
    await stage.engine.start([]);
  });
  afterEach(async () => {
    await stage.close();
    removeDataDir(dataDir);
  });

  const attempts = () =>
    readDatabase(dataDir, (query) =>
      query<AttemptRow>(
        `SELECT a.* FROM "DeliveryAttempt" AS a JOIN "Delivery" AS d ON d."id" = a."deliveryId"
         WHERE d."channelId" = 'down' ORDER BY a."id"`,
      ),
    );
  const sentTo = (id: string) => stage.sent.filter(({ channelId }) => channelId === id);
  const heardOf = (id: string, host: string) =>
    sentTo(id)
      .flatMap(({ notices }) => notices)
      .filter(({ facts }) => facts.providerHost === host)
      .map(({ event }) => event);

  const answerDown = (answer: () => SendOutcome) => {
    stage.answer = (id) => (id === "down" ? answer() : DELIVERED);
  };
  const note = (host: string, endedAtMs: number | null = null) =>
    stage.engine.noteCooldown(makeCooldown({ providerHost: host, startedAtMs: nowMs, endedAtMs }));

  /** The clock goes on, and everything that became due by it is done. */
  const pass = async (ms: number) => {
    nowMs += ms;
    stage.outbox.noteChannels();
    await until("nothing is due", async () => {
      const due = await Promise.all(
        [...stage.channels.keys()].map((id) => stage.store.alerts.deliveries.findNextDue(id)),
      );
      return due.every((atMs) => atMs === null || atMs > nowMs);
    });
  };
  const passSteps = async (ms: number, stepMs: number) => {
    for (let passed = 0; passed < ms; passed += stepMs) await pass(stepMs);
  };
  const noted = (host: string, events: number) =>
    until(`${events} of ${host}`, () =>
      stage.engine
        .list()
        .some(
          ({ subjectId, incident, state }) =>
            subjectId === host &&
            incident !== null &&
            (events === 1 ? state.kind === "firing" : state.kind === "resolved"),
        ),
    );

  it("gets everything in order after ten minutes, while the other is told at once", async () => {
    answerDown(() => FAILED);
    const hosts = ["a.test", "b.test", "c.test"];
    for (const host of hosts) {
      note(host);
      await noted(host, 1);
      await pass(300);
      expect(heardOf("well", host)).toEqual(["firing"]);
    }
    await passSteps(5 * MINUTE_MS, 10_000);
    for (const host of hosts) {
      note(host, nowMs);
      await noted(host, 2);
      await pass(300);
      expect(heardOf("well", host)).toEqual(["firing", "resolved"]);
    }
    await passSteps(5 * MINUTE_MS, 10_000);
    expect(sentTo("down")).toEqual([]);

    answerDown(() => DELIVERED);
    // No wait is longer than 15 minutes, and what waits behind follows at once.
    await pass(15 * MINUTE_MS);
    for (const host of hosts) expect(heardOf("down", host)).toEqual(["firing", "resolved"]);
    expect((await stage.store.alerts.deliveries.summaryByChannel()).size).toBe(0);
  });

  it("is not asked again before the time that it named, nor before half a second", async () => {
    const retryAfterMs = 90_000;
    answerDown(() => ({ ...FAILED, httpStatus: 429, retryAfterMs }));
    note("a.test");
    await noted("a.test", 1);
    await pass(300);
    expect(attempts()).toHaveLength(1);
    await passSteps(retryAfterMs - 1_000, 1_000);
    expect(attempts()).toHaveLength(1);
    await pass(1_000);
    expect(attempts()).toHaveLength(2);

    answerDown(() => FAILED);
    await pass(retryAfterMs);
    expect(attempts()).toHaveLength(3);
    // The stage draws the shortest of waits each time.
    await pass(499);
    expect(attempts()).toHaveLength(3);
    await pass(1);
    expect(attempts()).toHaveLength(4);
    const [first, second] = attempts();
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(retryAfterMs);
  });

  it("is given up after a day, and what comes later is sent", async () => {
    answerDown(() => ({ ...FAILED, retryAfterMs: HOUR_MS }));
    note("a.test");
    await noted("a.test", 1);
    await pass(300);
    await passSteps(25 * HOUR_MS, HOUR_MS);
    const tried = attempts();
    const lastMs = tried.at(-1)?.atMs ?? 0;
    expect(tried.length).toBeGreaterThanOrEqual(24);
    expect(lastMs - START_MS).toBeLessThanOrEqual(24 * HOUR_MS + MINUTE_MS);
    expect(await stage.store.alerts.deliveries.findNextDue("down")).toBeNull();

    answerDown(() => DELIVERED);
    note("a.test", nowMs);
    await noted("a.test", 2);
    await pass(300);
    expect(heardOf("down", "a.test")).toEqual(["resolved"]);
    expect(heardOf("well", "a.test")).toEqual(["firing", "resolved"]);
  });
});
