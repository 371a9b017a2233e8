/**
 * What Banwatch costs, in ratios that can be compared between machines: calls through it against calls without it, calls
 * with a proxy key against calls with the account's own, calls while a thousand bans run against calls while none does,
 * calls while alerts tell of ten thousand changes a minute against calls while they tell of none, telling callers apart
 * against parsing their bodies, charts over a million errors against an empty database, memory under load against memory
 * at rest. Everything that is compared is measured in turns within this one run.
 * `npm run bench -- --quick` is shorter and coarser.
 */
import { type ChildProcess, fork } from "node:child_process";
import { createAccount, sendJson } from "../support/api";
import { makeDataDir, removeDataDir, startBanwatch } from "../support/banwatch-process";
import { benchAlerts } from "./bench-alerts";
import { benchCalls } from "./bench-calls";
import { benchCharts } from "./bench-charts";
import { benchHeldScopes } from "./bench-held-scopes";
import { benchIdentification } from "./bench-identification";
import { benchProxyKey } from "./bench-proxy-key";
import { readResidentKib, watchPeakResident } from "./resident-memory";
import { seedEvents } from "./seed-events";
import { formatTable, type TableRow } from "./table";

const CLIENT_KEY = "bench-key-0123456789abcdef";
const SETTLE_MS = 3_000;

const QUICK = process.argv.includes("--quick");
const EVENTS = QUICK ? 100_000 : 1_000_000;
const CHART_ROUNDS = QUICK ? 5 : 15;
const CALL_ROUNDS = QUICK ? 2 : 5;
const CALL_LENGTH_MS = QUICK ? 500 : 1_000;
/** With the full number of rounds a minute of flapping in all. */
const ALERT_LENGTH_MS = QUICK ? 1_000 : 2_500;
const IDENTIFICATION_ROUNDS = QUICK ? 3 : 9;

function startUpstream(): Promise<{ origin: string; child: ChildProcess }> {
  const child = fork(new URL("./upstream.ts", import.meta.url), { execArgv: ["--import", "tsx"] });
  return new Promise((resolve, reject) => {
    child.once("message", (origin) => resolve({ origin: String(origin), child }));
    child.once("exit", (code) => reject(new Error(`the upstream ended with ${code}`)));
  });
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const mebibytes = (kib: number) => (kib / 1_024).toFixed(0);

const startedMs = performance.now();
const fullDir = makeDataDir();
const emptyDir = makeDataDir();
const upstream = await startUpstream();
const stops: (() => unknown)[] = [() => upstream.child.disconnect()];
try {
  console.log(`Telling callers apart, ${IDENTIFICATION_ROUNDS} rounds`);
  const identification = await benchIdentification({ rounds: IDENTIFICATION_ROUNDS });

  console.log(`Seeding ${EVENTS.toLocaleString("en")} errors of 30 days`);
  const { deepCursor } = seedEvents(fullDir, EVENTS, Date.now());

  console.log("Starting two servers");
  // No look-up of Banwatch's own falls into a measurement.
  const variables = { BANWATCH_BALANCE_INTERVAL_SECONDS: "86400" };
  const empty = await startBanwatch({ dataDir: emptyDir, variables });
  stops.push(empty.stop);
  const full = await startBanwatch({ dataDir: fullDir, variables });
  stops.push(full.stop);
  const account = { name: "bench", clientKey: CLIENT_KEY, baseUrl: upstream.origin };
  const { id: accountId } = await createAccount(empty.origin, account);
  const request = { accountId, label: "bench" };
  const { key: proxyKey } = await sendJson<{ key: string }>("POST", `${empty.origin}/api/proxy-keys`, request);
  await wait(SETTLE_MS);
  const idleKib = readResidentKib(empty.pid);

  console.log(`Charts, ${CHART_ROUNDS} rounds`);
  const charts = await benchCharts({ full: full.origin, empty: empty.origin, deepCursor, rounds: CHART_ROUNDS });
  const fullKib = readResidentKib(full.pid);
  await full.stop();

  console.log(`Calls, ${CALL_ROUNDS} rounds\n`);
  const peak = watchPeakResident(empty.pid);
  const calls = await benchCalls({
    direct: upstream.origin,
    banwatch: empty.origin,
    clientKey: CLIENT_KEY,
    rounds: CALL_ROUNDS,
    lengthMs: CALL_LENGTH_MS,
  });
  const proxied = await benchProxyKey(empty.origin, {
    accountKey: CLIENT_KEY,
    proxyKey,
    rounds: CALL_ROUNDS,
    lengthMs: CALL_LENGTH_MS,
  });
  const peakKib = peak.stop();
  await wait(SETTLE_MS);
  const afterKib = readResidentKib(empty.pid);

  console.log(`Calls while a thousand bans run, ${CALL_ROUNDS} rounds\n`);
  const beside = await benchHeldScopes({ upstream: upstream.origin, rounds: CALL_ROUNDS, lengthMs: CALL_LENGTH_MS });

  console.log(`Calls while alerts tell of what flaps, ${CALL_ROUNDS} rounds\n`);
  const alerts = await benchAlerts({ upstream: upstream.origin, rounds: CALL_ROUNDS, lengthMs: ALERT_LENGTH_MS });

  const memoryRow = (what: string, kib: number): TableRow => ({
    what: `${what}: against idle`,
    ratio: kib / idleKib,
    noise: null,
    raw: `${mebibytes(kib)} against ${mebibytes(idleKib)} MiB`,
  });
  console.log(formatTable("Calls through Banwatch, against the same calls without it", calls));
  console.log(formatTable("Calls with a proxy key, against the same calls with the account's own key", proxied));
  console.log(formatTable("Calls while a thousand other accounts are held, against calls while none is", beside));
  console.log(
    formatTable("Calls while alerts tell of ten thousand changes a minute, against all rules paused", alerts.calls),
  );
  console.log(formatTable("Resident memory through that", alerts.memory));
  console.log(`${alerts.summary}\n`);
  console.log(formatTable("Telling who calls, against parsing the whole body first", identification));
  console.log(formatTable(`Charts over ${EVENTS.toLocaleString("en")} errors`, charts));
  console.log(
    formatTable("Resident memory of the server", [
      memoryRow("peak under the calls", peakKib),
      memoryRow("after the calls", afterKib),
      memoryRow("after the charts, with the many errors", fullKib),
    ]),
  );
  console.log(`Took ${((performance.now() - startedMs) / 1_000).toFixed(0)} s`);
} finally {
  for (const stop of stops.reverse()) await stop();
  removeDataDir(fullDir);
  removeDataDir(emptyDir);
}
