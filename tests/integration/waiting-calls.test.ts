import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { afterEach, beforeEach, expect, it } from "vitest";
import { CLIENT_KEY, type InProcess, readReply, startInProcess } from "../support/in-process";
import { readDatabase, readLedger } from "../support/read-database";
import { until } from "../support/until";

const TASK = { type: "ImageToTextTask", body: "aGVsbG8=" };
const BAN = "ERROR_IP_BANNED";
const CALLS = 1_000;
/** What undici tells in the moment in which it writes a call on a connection. */
const WRITTEN = "undici:client:sendHeaders";

let banwatch: InProcess;
let writtenAtMs: number[];
const noteWritten = () => {
  writtenAtMs.push(Date.now());
};

beforeEach(async () => {
  banwatch = await startInProcess();
  await until("the first balance", () => banwatch.sandbox.provider.received.total > 0);
  writtenAtMs = [];
  subscribe(WRITTEN, noteWritten);
});
afterEach(() => {
  unsubscribe(WRITTEN, noteWritten);
  return banwatch.close();
});

it("sends nothing any more of what waited for its turn when a ban came, and answers every call once", async () => {
  const { provider } = banwatch.sandbox;
  const description = "Your IP has been blocked for 10 minutes";
  const answer = { kind: "error", code: BAN, description } as const;
  provider.script([{ method: "createTask", answer, times: Number.POSITIVE_INFINITY, delayMs: 300 }]);
  const replies = await Promise.all(
    Array.from({ length: CALLS }, () => banwatch.call("createTask", { clientKey: CLIENT_KEY, task: TASK })),
  );
  const received = provider.received.byMethod.createTask ?? 0;
  expect(received).toBeGreaterThan(0);
  expect(received).toBeLessThanOrEqual(256);
  const [cooldown] = banwatch.runtime.services.cooldowns.listRunning().cooldowns;
  expect(writtenAtMs).toHaveLength(received);
  expect(Math.max(...writtenAtMs)).toBeLessThanOrEqual(cooldown?.startedAtMs ?? 0);

  expect(replies.filter(({ origin }) => origin === "upstream")).toHaveLength(received);
  const held = replies.filter(({ origin }) => origin === "held");
  expect(held).toHaveLength(CALLS - received);
  for (const reply of held) {
    expect(readReply(reply)).toMatchObject({ errorId: 1, errorCode: BAN });
    expect(String(readReply(reply).errorDescription)).toContain("Banwatch held this call");
    expect(Number(reply.headers["retry-after"])).toBeGreaterThan(0);
  }
  expect(cooldown).toMatchObject({ code: BAN, heldCalls: held.length, observedCalls: 0 });

  await banwatch.runtime.close();
  const tallies = readDatabase(banwatch.dataDir, (query) =>
    query<{ origin: string; calls: number }>(
      `SELECT "origin", SUM("calls") AS calls FROM "Tally"
       WHERE "stepSeconds" = 60 AND "method" = 'createTask' GROUP BY "origin" ORDER BY "origin"`,
    ),
  );
  expect(tallies).toEqual([
    { origin: "held", calls: held.length },
    { origin: "upstream", calls: received },
  ]);
  // Six hundred rows a minute tell of held calls, the others are counted.
  expect(readLedger(banwatch.dataDir)).toEqual({
    errorRows: received + Math.min(held.length, 600),
    calls: CALLS,
    errorTallies: CALLS,
  });
  // How long a held call waited is told as well.
  const [waited] = readDatabase(banwatch.dataDir, (query) =>
    query<{ latencyMs: number }>(`SELECT MAX("latencyMs") AS latencyMs FROM "ErrorEvent" WHERE "origin" = 'held'`),
  );
  expect(waited?.latencyMs).toBeGreaterThanOrEqual(200);
  banwatch = await startInProcess();
});
