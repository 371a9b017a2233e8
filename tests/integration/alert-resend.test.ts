import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LEAST_ATTEMPTS } from "@/lib/domain/retry-wait";
import { createResendDelivery, type ResendDelivery } from "@/lib/server/alerts/incidents/resend-delivery";
import type { Measurement } from "@/lib/server/alerts/measure/measurement";
import { createSweep } from "@/lib/server/alerts/outbox/sweep";
import type { SendOutcome } from "@/lib/server/alerts/senders/channel-adapter";
import {
  type AlertStage,
  DELIVERED,
  FAILED,
  makeChannel,
  makeFacts,
  makeRule,
  openAlertStage,
} from "../support/alert-stage";
import { makeDataDir, removeDataDir } from "../support/banwatch-process";
import { readDatabase } from "../support/read-database";
import { TEST_ACTOR } from "../support/test-actor";
import { until } from "../support/until";

const DAY_MS = 86_400_000;
const RULE = makeRule("ip-ban", { clearForMinutes: 0 });
const REFUSED: SendOutcome = { kind: "refused", httpStatus: 400, answer: "", reason: "no", channelIsGone: false };

describe("a message that was given up", () => {
  let dataDir: string;
  let stage: AlertStage;
  let resend: ResendDelivery;
  const tried: string[] = [];
  let skewMs: number;

  const look = (kind: "breach" | "clear") => {
    const measurement: Measurement = {
      subjectId: "host",
      reading: { kind },
      facts: makeFacts("host", { heldCalls: 9 }),
    };
    stage.measured.set(RULE.id, [measurement]);
    stage.engine.noteChange(["ip-ban"]);
  };
  const incidentId = () => stage.engine.list()[0]?.incident?.id ?? "";
  const messages = async () => (await stage.store.alerts.deliveries.listOfIncident(incidentId(), 50, 50)).list;
  const settled = (status: string, count: number) =>
    until(`${count} ${status}`, async () => (await messages()).filter((one) => one.status === status).length === count);
  const audit = () =>
    readDatabase(dataDir, (query) =>
      query<Record<string, string>>(
        `SELECT "actorName", "targetKind", "targetId", "targetName", "changes" FROM "AuditEvent"
         WHERE "action" = 'incident.message-resent'`,
      ),
    );

  beforeEach(async () => {
    dataDir = makeDataDir();
    tried.length = 0;
    skewMs = 0;
    const now = () => Date.now() + skewMs;
    stage = await openAlertStage({ dataDir, rules: [RULE], channels: [makeChannel("a")], now });
    stage.answer = (_channel, deliveryId) => {
      tried.push(deliveryId);
      return REFUSED;
    };
    resend = createResendDelivery({
      store: stage.store.alerts.resends,
      channels: { find: (id) => stage.channels.get(id) },
      wake: stage.outbox.wake,
      now,
      onChange: () => undefined,
    });
    await stage.outbox.start();
    await stage.engine.start([]);
    look("breach");
    await until("an incident is open", () => incidentId() !== "");
    await settled("failed", 1);
  });
  afterEach(async () => {
    await stage.close();
    removeDataDir(dataDir);
  });

  it("is sent again under the id that it had, with its earlier attempts, and written down", async () => {
    const [before] = await messages();
    stage.answer = (_channel, deliveryId) => {
      tried.push(deliveryId);
      return DELIVERED;
    };
    await resend(incidentId(), before?.id ?? "", TEST_ACTOR);
    await settled("delivered", 1);
    expect(tried).toEqual([before?.id, before?.id]);
    const [after] = await messages();
    expect(after).toMatchObject({ id: before?.id, attempts: 2, createdAtMs: before?.createdAtMs });
    expect(after?.tries.map(({ outcome }) => outcome)).toEqual(["refused", "delivered"]);
    expect(stage.sent[0]?.notices).toMatchObject([{ event: "firing", incidentId: incidentId() }]);
    expect(audit()).toEqual([
      {
        actorName: TEST_ACTOR.name,
        targetKind: "incident",
        targetId: incidentId(),
        targetName: "#1",
        changes: JSON.stringify([{ field: "channel", before: null, after: "a" }]),
      },
    ]);
  });

  it("can be given up again, and is tried anew after a failure", async () => {
    const id = (await messages())[0]?.id ?? "";
    await resend(incidentId(), id, TEST_ACTOR);
    await until("it was tried twice", () => tried.length === 2);
    await settled("failed", 1);
    let answers = 0;
    stage.answer = () => {
      answers += 1;
      return answers === 1 ? FAILED : DELIVERED;
    };
    await resend(incidentId(), id, TEST_ACTOR);
    await settled("delivered", 1);
    expect(answers).toBe(2);
  });

  it("tells of the end where its incident is over by then", async () => {
    const [firing] = await messages();
    look("clear");
    await settled("failed", 2);
    stage.answer = () => DELIVERED;
    await resend(incidentId(), firing?.id ?? "", TEST_ACTOR);
    await settled("delivered", 1);
    expect(stage.sent[0]).toMatchObject({
      deliveryId: firing?.id,
      notices: [{ event: "resolved", resolvedHow: "recovered", resolvedAtMs: expect.any(Number), changes: 2 }],
    });
    expect((await messages())[0]?.event).toBe("resolved");
  });

  it("tells that it goes on where its incident, whose end it was to tell, has come back", async () => {
    look("clear");
    await settled("failed", 2);
    stage.answer = () => DELIVERED;
    look("breach");
    await settled("delivered", 1);
    const end = (await messages())[1];
    expect(end?.event).toBe("resolved");
    await resend(incidentId(), end?.id ?? "", TEST_ACTOR);
    await settled("delivered", 2);
    const [begun] = stage.sent[0]?.notices ?? [];
    expect(stage.sent[1]).toMatchObject({
      deliveryId: end?.id,
      notices: [{ event: "reminder", resolvedAtMs: null, resolvedHow: null, sinceMs: begun?.sinceMs }],
    });
    expect((await messages())[1]?.event).toBe("reminder");
  });

  it("is tried for as long as a new one, however old it is and however often it was tried", async () => {
    const id = (await messages())[0]?.id ?? "";
    skewMs = 2 * DAY_MS;
    let answers = 0;
    stage.answer = () => {
      answers += 1;
      return answers <= LEAST_ATTEMPTS + 2 ? FAILED : DELIVERED;
    };
    await resend(incidentId(), id, TEST_ACTOR);
    await until("it is delivered", async () => {
      skewMs += 1_000;
      stage.outbox.noteChannels();
      return (await messages())[0]?.status !== "waiting" && answers > LEAST_ATTEMPTS;
    });
    expect((await messages())[0]).toMatchObject({ id, status: "delivered", attempts: LEAST_ATTEMPTS + 4 });
  });

  it("waits a day for a channel that takes nothing, like a new one", async () => {
    const [failed] = await messages();
    let uptimeMs = 0;
    const channels = { list: () => [...stage.channels.values()] } as never;
    const { deliveries } = stage.store.alerts;
    const sweep = createSweep({ deliveries, channels, now: Date.now }, () => uptimeMs);
    await sweep();
    uptimeMs += DAY_MS;
    stage.answer = () => ({ ...FAILED, retryAfterMs: DAY_MS });
    look("clear");
    await settled("waiting", 1);
    await resend(incidentId(), failed?.id ?? "", TEST_ACTOR);
    await until("it was tried", async () => (await messages())[0]?.attempts === 2);
    await settled("waiting", 2);
    stage.channels.set("a", makeChannel("a", { enabled: false }));
    expect(await sweep()).toBe(0);
    uptimeMs += DAY_MS;
    expect(await sweep()).toBe(2);
  });

  it("goes out before what waits behind it of its group", async () => {
    const [firing] = await messages();
    stage.answer = () => ({ ...FAILED, retryAfterMs: 3_600_000 });
    look("clear");
    await until("the end was tried", async () => (await messages())[1]?.attempts === 1);
    stage.answer = () => DELIVERED;
    await resend(incidentId(), firing?.id ?? "", TEST_ACTOR);
    await settled("delivered", 1);
    expect((await messages()).map(({ status }) => status)).toEqual(["delivered", "waiting"]);
  });

  it("is sent once where two people press at the same time", async () => {
    const id = (await messages())[0]?.id ?? "";
    const outcomes = await Promise.allSettled([1, 2, 3].map(() => resend(incidentId(), id, TEST_ACTOR)));
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected", "rejected"]);
    expect(audit()).toHaveLength(1);
  });

  it("is refused where there is nothing to send, or no channel that takes it", async () => {
    const id = (await messages())[0]?.id ?? "";
    const refused = async (status: number, code: string, ids = [incidentId(), id]) =>
      expect(resend(ids[0] ?? "", ids[1] ?? "", TEST_ACTOR)).rejects.toMatchObject({ status, code });
    await refused(404, "not_found", [incidentId(), "other"]);
    await refused(404, "not_found", ["other", id]);
    stage.channels.set("a", makeChannel("a", { enabled: false }));
    await refused(409, "channel_off");
    stage.channels.delete("a");
    await refused(409, "channel_gone");
    stage.channels.set("a", makeChannel("a"));
    stage.answer = () => DELIVERED;
    await resend(incidentId(), id, TEST_ACTOR);
    await settled("delivered", 1);
    await refused(409, "not_failed");
    expect(audit()).toHaveLength(1);
  });
});
