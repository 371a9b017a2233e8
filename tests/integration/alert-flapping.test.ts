import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AlertNotice } from "@/lib/contracts/alert-notice";
import { type AlertWorld, openAlertWorld } from "../support/alert-world";
import { makeDataDir, removeDataDir } from "../support/banwatch-process";
import { readDatabase } from "../support/read-database";
import { type Receiver, startReceiver } from "../support/receivers/receiver";
import { TEST_ACTOR } from "../support/test-actor";
import { until } from "../support/until";

/** Bans that begin and end at each host. `npm run bench` has ten thousand changes a minute. */
const BANS = 240;
const HOSTS = ["a.test", "b.test", "c.test", "d.test"];
/** No multiple of the hosts: what is looked at in one go is now a beginning, now an end, now both. */
const FLIPS_AT_ONCE = 7;
const CHANGES = 2 * BANS * HOSTS.length;
/** What one collection and the next differ by is some hundreds of KiB; what is kept of each look is several times more. */
const MAX_GROWN_BYTES = 1_500_000;

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

function readHeapBytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

describe("bans that come and go as fast as they can", () => {
  let dataDir: string;
  let receiver: Receiver<"webhook">;
  let world: AlertWorld;
  let skippedMs = 0;

  beforeEach(async () => {
    dataDir = makeDataDir();
    receiver = await startReceiver("webhook");
    world = await openAlertWorld({ dataDir, now: () => Date.now() + skippedMs });
    const { url = "", secret = "" } = receiver.settings;
    await world.addWebhook("receiver", { url, secret });
    await world.alerts.start();
  });
  afterEach(async () => {
    await world.close();
    await receiver.close();
    removeDataDir(dataDir);
  });

  const notices = () =>
    receiver.accepted().flatMap(({ json }) => (json as { data: { notices: AlertNotice[] } }).data.notices);
  const noticesOf = (host: string) => notices().filter(({ facts }) => facts.providerHost === host);

  const flap = async (bans: number) => {
    for (let flip = 0; flip < 2 * bans * HOSTS.length; flip += 1) {
      world.flip(HOSTS[flip % HOSTS.length] ?? "");
      if (flip % FLIPS_AT_ONCE === 0) await new Promise(setImmediate);
    }
  };

  /** What waits to be looked at is no memory of what was. */
  const lookedAtAll = async () => {
    const { alertSettings } = world.alerts.services;
    const atMs = Date.now() + skippedMs;
    await until("all of it was looked at", async () => ((await alertSettings.get()).evaluatedAtMs ?? 0) > atMs);
  };

  /** Lets the time pass for which messages wait for company. */
  const sendAll = async () => {
    skippedMs += 61_000;
    const [channel] = world.alerts.provisioned.channels.list();
    await world.alerts.services.channels.update(channel?.id ?? "", { name: `after ${skippedMs}` }, TEST_ACTOR);
    await until("nothing waits", world.isIdle);
  };

  it("are few messages that tell of every change, and leave nothing behind in memory", async () => {
    const startedAt = performance.now();
    // What sends is loaded with the first messages, and what looks is compiled.
    await flap(BANS / 4);
    await receiver.waitFor(1);
    await flap(BANS / 4);
    await lookedAtAll();
    const afterHalf = readHeapBytes();
    await flap(BANS / 2);
    await lookedAtAll();
    const grownBytes = readHeapBytes() - afterHalf;
    // The last of them goes on.
    world.flip("d.test");
    const open = async () => (await world.alerts.services.incidents.listOpen()).incidents;
    await until("what is so is known", async () => (await open()).length === 1, 30_000);
    const seconds = (performance.now() - startedAt) / 1_000;
    await sendAll();

    console.info(
      `${CHANGES} changes in ${seconds.toFixed(1)} s: ${receiver.accepted().length} messages, ` +
        `heap ${(grownBytes / 1_024).toFixed(0)} KiB larger in the second half`,
    );
    expect(grownBytes).toBeLessThan(MAX_GROWN_BYTES);
    // The first five of a group are sent at once, later ones wait for company.
    expect(receiver.accepted().length).toBeLessThan(CHANGES / 20);
    expect(receiver.received.map(({ problem }) => problem)).toEqual(receiver.received.map(() => null));

    const incidents = readDatabase(dataDir, (query) =>
      query<{ subjectId: string; status: string; reopened: number }>(`SELECT * FROM "Incident" ORDER BY "subjectId"`),
    );
    expect(incidents.map(({ subjectId, status }) => `${subjectId} ${status}`)).toEqual([
      "a.test resolved",
      "b.test resolved",
      "c.test resolved",
      "d.test firing",
    ]);
    for (const { subjectId, status, reopened } of incidents) {
      // An end and the next beginning that are looked at together are no change.
      expect(reopened).toBeGreaterThan(BANS / 10);
      expect(reopened).toBeLessThanOrEqual(BANS);
      const heard = noticesOf(subjectId);
      expect(heard.at(-1)?.event).toBe(status);
      const changes = 2 * reopened + (status === "firing" ? 1 : 2);
      expect(heard.reduce((sum, notice) => sum + notice.changes, 0)).toBe(changes);
      expect(heard.map(({ atMs }) => atMs)).toEqual(heard.map(({ atMs }) => atMs).sort((a, b) => a - b));
    }
    expect((await open()).map(({ facts }) => facts.providerHost)).toEqual(["d.test"]);
  }, 60_000);
});
