import Database from "better-sqlite3";
import { LATENCY_CLASS_COUNT } from "@/lib/domain/latency";
import type { TallyStepSeconds } from "@/lib/domain/period";
import { openDataDir } from "@/lib/server/data-dir";
import { migrate } from "@/lib/server/store/sqlite/migrate";
import { TALLY_STEPS_SECONDS } from "@/lib/server/store/tallies";

const DAY_MS = 86_400_000;
const EVENT_DAYS = 30;
/** As long as retention leaves each kind of tally; older minutes would not be there. */
const TALLY_DAYS: Readonly<Record<TallyStepSeconds, number>> = { 60: 4, 3600: 30, 86400: 30 };
const GOOD_CALLS_PER_HOUR = 600;

const ACCOUNT = `'00000000-0000-4000-8000-00000000000' || (n % 5)`;
const CODE = `json_extract('["ERROR_NO_SLOT_AVAILABLE","ERROR_TASKID_INVALID","ERROR_SERVICE_UNAVALIABLE","ERROR_IP_BANNED","ERROR_ZERO_BALANCE","ERROR_REQUIRED_FIELDS","ERROR_INTERNAL_SERVER_ERROR","ERROR_KEY_BANNED","ERROR_RECAPTCHA_INVALID_SITEKEY","INVALID_RECAPTCHA_SITEURL","ERROR_TASK_NOT_SUPPORTED","ERROR_KEY_DOES_NOT_EXIST","ERROR_ODD_ONE"]', '$[' || (n * 7 % 13) || ']')`;

const EVENTS = `
  WITH RECURSIVE numbers(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < :events)
  INSERT INTO "ErrorEvent" (
    "id", "atMs", "accountId", "source", "method", "taskType", "targetHost", "code", "description", "errorId",
    "httpStatus", "latencyMs", "origin", "taskId", "callerAddress"
  )
  SELECT
    printf('%08x-%04x-7000-8000-%012x', n >> 16, n & 65535, n), :fromMs + n * :lengthMs / :events, ${ACCOUNT},
    'program', CASE n % 3 WHEN 0 THEN 'createTask' ELSE 'getTaskResult' END, 'ReCaptchaV2TaskProxyless',
    'shop' || (n % 40) || '.example', ${CODE}, 'Insufficient server resources, please try again later', '1', 200,
    20 + n % 400, 'upstream', NULL, '10.0.0.' || (n % 20)
  FROM numbers`;

const classColumns = Array.from({ length: LATENCY_CLASS_COUNT }, (_, index) => `"latency${index}"`);
const COLUMNS = `"stepSeconds", "bucketMs", "accountId", "proxyKeyId", "source", "method", "code", "origin", "calls", "latencySumMs", ${classColumns.join(", ")}`;
/** All calls in the class up to 250 ms: the charts under test do not read the classes. */
const CLASSES = classColumns.map((_, index) => (index === 2 ? "SUM(calls)" : "0")).join(", ");

/** The errors' tallies are counted from the rows themselves, so that both agree. */
const ERROR_TALLIES = `
  INSERT INTO "Tally" (${COLUMNS})
  SELECT :step, "atMs" / (:step * 1000) * (:step * 1000) AS bucket, "accountId", '', 'program', "method", "code", 'upstream',
    COUNT(*), SUM("latencyMs"), ${CLASSES.replaceAll("SUM(calls)", "COUNT(*)")}
  FROM "ErrorEvent" WHERE "atMs" >= :fromMs GROUP BY bucket, "accountId", "method", "code"`;

const GOOD_TALLIES = `
  WITH RECURSIVE buckets(bucket) AS (
    SELECT :fromMs / (:step * 1000) * (:step * 1000)
    UNION ALL SELECT bucket + :step * 1000 FROM buckets WHERE bucket + :step * 1000 < :toMs
  ), accounts(n) AS (VALUES (0), (1), (2), (3), (4)), methods(method) AS (VALUES ('createTask'), ('getTaskResult')),
  cells AS (SELECT bucket, ${ACCOUNT} AS account, method, :good * :step / 3600 AS calls FROM buckets, accounts, methods)
  INSERT INTO "Tally" (${COLUMNS})
  SELECT :step, bucket, account, '', 'program', method, '', 'upstream', SUM(calls), SUM(calls) * 180, ${CLASSES}
  FROM cells GROUP BY bucket, account, method`;

/**
 * Fills the database of an unused data directory with errors of the last 30 days and the tallies that belong to them.
 *
 * @returns a cursor of the error list nine tenths of the way down
 */
export function seedEvents(dataDir: string, events: number, nowMs: number): { deepCursor: string } {
  const { databasePath } = openDataDir(dataDir);
  migrate(databasePath, "prisma/migrations");
  const database = new Database(databasePath);
  // Nothing here has to survive a crash, and the server sets its own pragmas.
  database.pragma("synchronous = OFF");
  // Whole numbers go in as such: as floats they would be divided as floats.
  const whole = (values: Record<string, number>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, BigInt(Math.floor(value))]));
  try {
    database.transaction(() => {
      const fromMs = nowMs - EVENT_DAYS * DAY_MS;
      database.prepare(EVENTS).run(whole({ events, fromMs, lengthMs: EVENT_DAYS * DAY_MS }));
      for (const step of TALLY_STEPS_SECONDS) {
        // From a whole day on, so that no bucket is counted in part.
        const tallyFromMs = Math.ceil((nowMs - TALLY_DAYS[step] * DAY_MS) / DAY_MS) * DAY_MS;
        database.prepare(ERROR_TALLIES).run(whole({ step, fromMs: tallyFromMs }));
        database
          .prepare(GOOD_TALLIES)
          .run(whole({ step, fromMs: tallyFromMs, toMs: nowMs, good: GOOD_CALLS_PER_HOUR }));
      }
    })();
    database.exec("ANALYZE");
    database.pragma("wal_checkpoint(TRUNCATE)");
    const deep = database
      .prepare(`SELECT "atMs", "id" FROM "ErrorEvent" ORDER BY "atMs" DESC, "id" DESC LIMIT 1 OFFSET ?`)
      .get(BigInt(Math.floor(events * 0.9))) as { atMs: number; id: string };
    return { deepCursor: `${deep.atMs}.${deep.id}` };
  } finally {
    database.close();
  }
}
