// As many statements for two hundred changes as for one: each costs more than the rows in it, and calls wait for the
// writer meanwhile. The parameter of each is a JSON array of rows, unless it says otherwise.

const INCIDENT_COLUMNS = [
  "id",
  "number",
  "ruleId",
  "rule",
  "kind",
  "severity",
  "subjectId",
  "groupKey",
  "status",
  "facts",
  "openedAtMs",
  "changedAtMs",
  "acknowledgedAtMs",
  "acknowledgedBy",
  "snoozedUntilMs",
  "snoozedBy",
  "snoozeReason",
  "muteKind",
  "muteBy",
  "muteIncidentId",
  "escalatedAtMs",
  "noDataSinceMs",
  "resolvesAtMs",
  "resolvedAtMs",
  "resolvedHow",
  "resolvedBy",
  "resolveReason",
  "reopened",
] as const;

const TRANSITION_COLUMNS = ["id", "incidentId", "atMs", "kind", "by", "note", "untilMs", "value"] as const;
const STATE_COLUMNS = ["ruleId", "subjectId", "state", "facts", "updatedAtMs"] as const;

const listed = (columns: readonly string[]) => columns.map((name) => `"${name}"`).join(", ");
const read = (columns: readonly string[]) => columns.map((name) => `j."value"->>'${name}'`).join(", ");
const replaced = (columns: readonly string[]) => columns.map((name) => `"${name}" = excluded."${name}"`).join(", ");

// "WHERE true" tells SQLite that ON belongs to the insert and not to a join.

export const SAVE_STATES = `
  INSERT INTO "AlertState" (${listed(STATE_COLUMNS)})
  SELECT ${read(STATE_COLUMNS)} FROM json_each(?) AS j WHERE true
  ON CONFLICT ("ruleId", "subjectId") DO UPDATE SET ${replaced(STATE_COLUMNS.slice(2))}`;

export const DELETE_STATES = `
  DELETE FROM "AlertState" WHERE ("ruleId", "subjectId") IN (
    SELECT j."value"->>'ruleId', j."value"->>'subjectId' FROM json_each(?) AS j)`;

export const SAVE_INCIDENTS = `
  INSERT INTO "Incident" (${listed(INCIDENT_COLUMNS)})
  SELECT ${read(INCIDENT_COLUMNS)} FROM json_each(?) AS j WHERE true
  ON CONFLICT ("id") DO UPDATE SET ${replaced(INCIDENT_COLUMNS.slice(1))}`;

export const ADD_TRANSITIONS = `
  INSERT INTO "IncidentTransition" (${listed(TRANSITION_COLUMNS)})
  SELECT ${read(TRANSITION_COLUMNS)} FROM json_each(?) AS j`;

/** Incidents' ids, then how many of the first of each one's transitions stay, and how many of the newest. */
export const TRIM_TRANSITIONS = `
  DELETE FROM "IncidentTransition" WHERE "id" IN (
    SELECT "id" FROM (
      SELECT t."id", ROW_NUMBER() OVER own AS at, COUNT(*) OVER (PARTITION BY t."incidentId") AS total
      FROM json_each(?) AS i CROSS JOIN "IncidentTransition" AS t ON t."incidentId" = i."value"
      WINDOW own AS (PARTITION BY t."incidentId" ORDER BY t."id")
    ) WHERE at > ? AND at <= total - ?)`;

/** The instant, then cooldowns' ids. */
export const SAVE_SEEN = `
  INSERT INTO "SeenCooldown" ("id", "atMs") SELECT j."value", CAST(? AS INTEGER) FROM json_each(?) AS j WHERE true
  ON CONFLICT ("id") DO UPDATE SET "atMs" = excluded."atMs"`;

export const FORGET_SEEN = `DELETE FROM "SeenCooldown" WHERE "atMs" < ?`;

export const SAVE_CURSOR = `
  INSERT INTO "AlertCursor" ("id", "atMs") VALUES (?, CAST(? AS INTEGER))
  ON CONFLICT ("id") DO UPDATE SET "atMs" = excluded."atMs"`;
