import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type AlertWorld, openAlertWorld } from "../support/alert-world";
import { makeDataDir, removeDataDir } from "../support/banwatch-process";

describe("alerts that could not look", () => {
  let dataDir: string;
  let world: AlertWorld;
  let skewMs: number;
  const open = async () => {
    world = await openAlertWorld({ dataDir, now: () => Date.now() + skewMs });
  };

  beforeEach(async () => {
    dataDir = makeDataDir();
    skewMs = 0;
    await open();
  });
  afterEach(async () => {
    await world.close();
    removeDataDir(dataDir);
  });

  it.each([0, -3_600_000])(
    "tell of a ban that came and went at a restart with the clock set by %d ms",
    async (setMs) => {
      await world.alerts.start();
      await world.close();
      skewMs = setMs;
      await open();
      await world.begin("provider.test");
      await world.end("provider.test");
      await world.alerts.start();
      const ended = await world.store.alerts.incidents.listResolved({}, 10);
      expect(ended.map(({ kind, subjectId }) => [kind, subjectId])).toEqual([["ip-ban", "provider.test"]]);
    },
  );

  it("say so once what rules look at could not be read for two minutes", async () => {
    Object.assign(world.store.alerts.callTotals, { listSteps: () => Promise.reject(new Error("malformed")) });
    await world.alerts.start();
    expect(world.alerts.troubles()).toEqual([]);
    skewMs = 121_000;
    // A look of its own, without anything to read.
    world.flip("provider.test");
    await expect.poll(() => world.alerts.troubles()).toEqual([expect.stringMatching(/could not be read/)]);
  });

  it("keep when a code came again, and where it was seen first", async () => {
    const { seenCodes } = world.store.alerts;
    const first = { code: "ERROR_NEW", providerHost: "a", accountId: null, firstSeenAtMs: 1, cameAgainAtMs: null };
    await seenCodes.save([first]);
    await seenCodes.save([{ ...first, providerHost: "b", firstSeenAtMs: 5, cameAgainAtMs: 5 }]);
    expect(await seenCodes.list()).toContainEqual({ ...first, cameAgainAtMs: 5 });
  });
});
