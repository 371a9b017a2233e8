import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AlertNotice } from "@/lib/contracts/alert-notice";
import { type Crashes, type Death, prepareCrashes } from "../support/alert-crashes";
import { makeDataDir, removeDataDir } from "../support/banwatch-process";
import { readDatabase } from "../support/read-database";
import { type Receiver, startReceiver } from "../support/receivers/receiver";

const ROUNDS = 50;
const STEPS = ["written", "claimed", "sent", "settled", "begun", "ended", "missed"];
/** Each step in turn, the first to the fourth time that it is done. */
const DEATHS = Array.from(
  { length: ROUNDS },
  (_, round): Death => [STEPS[round % STEPS.length] ?? "", 1 + ((round * 3) % 4)],
);

interface Message {
  readonly id: string;
  readonly notices: readonly AlertNotice[];
}

describe("a crash at any step between a ban and its message", () => {
  let dataDir: string;
  let receiver: Receiver<"webhook">;
  let crashes: Crashes;

  beforeEach(async () => {
    dataDir = makeDataDir();
    receiver = await startReceiver("webhook");
    const { url = "", secret = "" } = receiver.settings;
    crashes = await prepareCrashes({ dataDir, url, secret });
  });
  afterEach(async () => {
    crashes.close();
    await receiver.close();
    removeDataDir(dataDir);
  });

  const messages = (): Message[] =>
    receiver.accepted().map(({ headers, json }) => ({
      id: headers["webhook-id"] ?? "",
      notices: (json as { data: { notices: AlertNotice[] } }).data.notices,
    }));

  it(`loses no message in ${ROUNDS} of them, and sends none twice but under one id`, async () => {
    const startedAt = performance.now();
    const deaths = await crashes.run(DEATHS);
    const last = await crashes.drain();
    const seconds = (performance.now() - startedAt) / 1_000;

    for (const { signal, output, death } of deaths) expect(signal, `${death}: ${output}`).toBe("SIGKILL");
    expect(last.code, last.output).toBe(0);
    const told = deaths.flatMap(({ output }) => [...output.matchAll(/^began (\S+) /gm)].map(([, id]) => id));

    const all = messages();
    const byId = new Map<string, Message>();
    for (const message of all) {
      // A twin says what the first one said.
      const first = byId.get(message.id) ?? message;
      expect(message.notices).toEqual(first.notices);
      byId.set(message.id, first);
    }
    const notices = [...byId.values()].flatMap((message) => message.notices);
    const of = (incidentId: string) => notices.filter((notice) => notice.incidentId === incidentId);

    const { incidents, cooldowns, times, unsettled } = readDatabase(dataDir, (query) => ({
      incidents: query<{ id: string; subjectId: string; status: string }>(`SELECT * FROM "Incident"`),
      cooldowns: query<{ id: string; providerHost: string }>(`SELECT * FROM "Cooldown"`),
      times: query<{ incidentId: string; kind: string }>(
        `SELECT * FROM "IncidentTransition" WHERE "kind" IN ('opened', 'reopened', 'resolved') ORDER BY "id"`,
      ),
      unsettled: query(`SELECT * FROM "Delivery" WHERE "status" <> 'delivered'`),
    }));
    console.info(
      `${ROUNDS} crashes in ${seconds.toFixed(1)} s: ${told.length} bans told of, ${cooldowns.length} written, ` +
        `${incidents.length} incidents, ${byId.size} messages, ${all.length - byId.size} twins`,
    );

    expect(receiver.received.every(({ problem }) => problem === null)).toBe(true);
    expect(unsettled).toEqual([]);
    expect(cooldowns.map(({ id }) => id)).toEqual(expect.arrayContaining(told));
    // Nothing that was told to a program goes without an incident, and none comes from nothing.
    const hosts = cooldowns.map(({ providerHost }) => providerHost);
    expect(incidents.map(({ subjectId }) => subjectId).sort()).toEqual([...new Set(hosts)].sort());

    for (const { id, subjectId, status } of incidents) {
      expect(status).toBe("resolved");
      const heard = of(id);
      // A beginning that was over before it was told of is part of the message of its end.
      expect(heard.at(-1)?.event, subjectId).toBe("resolved");
      let changes = 0;
      heard.forEach((notice, index) => {
        expect(notice.atMs, `${subjectId} in order`).toBeGreaterThanOrEqual(heard[index - 1]?.atMs ?? 0);
        changes += notice.changes;
        // What came and went in turn was told of in turn.
        expect(notice.event, subjectId).toBe(changes % 2 === 1 ? "firing" : "resolved");
      });
      const own = times.filter(({ incidentId }) => incidentId === id).map(({ kind }) => kind);
      expect(own.filter((kind) => kind === "opened")).toHaveLength(1);
      own.forEach((kind, index) => {
        expect(kind === "resolved", `${subjectId}: ${own}`).toBe(index % 2 === 1);
      });
      const begun = hosts.filter((host) => host === subjectId).length;
      expect(own.filter((kind) => kind !== "resolved").length, subjectId).toBeLessThanOrEqual(begun);
      expect(changes, subjectId).toBe(own.length);
    }
  }, 300_000);
});
