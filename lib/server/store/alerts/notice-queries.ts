// A look that finds two hundred changes writes them with as many statements as one that finds a single change: each
// statement costs more than the rows in it, and calls wait for the writer meanwhile. Every parameter `?` in `json_each`
// is a JSON array.

/** Whom a message about an incident was made for, and what it said last: incidents' ids. */
export const LIST_TOLD = `
  SELECT t."incidentId", t."channelId", t."lastEvent"
  FROM json_each(?) AS i
  CROSS JOIN "ToldChannel" AS t ON t."incidentId" = i."value"`;

/** What was given up everywhere: pairs of `incidentId` and `sinceMs`. Notices from before that told of another time. */
export const LIST_UNHEARD = `
  SELECT n."incidentId" FROM json_each(?) AS i
  CROSS JOIN "DeliveryNotice" AS n
    ON n."incidentId" = i."value"->>'incidentId' AND n."atMs" >= i."value"->>'sinceMs'
  CROSS JOIN "Delivery" AS d ON d."id" = n."deliveryId"
  GROUP BY 1 HAVING SUM(d."status" <> 'failed') = 0`;

/**
 * How groups of a channel stand: pairs of `channelId` and `groupKey`, then the span of time in which messages count as
 * lately. A message that nobody has tried to send yet takes in what is to be said besides.
 */
export const LIST_GROUPS = `
  WITH pairs AS (SELECT j."value"->>'channelId' AS "channelId", j."value"->>'groupKey' AS "groupKey" FROM json_each(?) AS j)
  SELECT p."channelId", p."groupKey", f."id" AS "freshId", f."nextAttemptAtMs", f."event",
    (SELECT COUNT(*) FROM "Delivery" AS l WHERE l."channelId" = p."channelId" AND l."groupKey" = p."groupKey"
      AND l."createdAtMs" > ? AND l."createdAtMs" <= ?) AS lately
  FROM pairs AS p
  LEFT JOIN "Delivery" AS f ON f."id" = (
    SELECT d."id" FROM "Delivery" AS d
    WHERE d."channelId" = p."channelId" AND d."settledAtMs" IS NULL AND d."groupKey" = p."groupKey"
      AND d."status" = 'waiting' AND d."attempts" = 0
    ORDER BY d."sequence" DESC LIMIT 1)`;

/** How many changes messages tell of already: messages' ids, then incidents' ids. One that cannot be read tells of none. */
export const LIST_CHANGES = `
  SELECT n."deliveryId", n."incidentId",
    CASE WHEN json_valid(n."notice") THEN CAST(n."notice"->>'changes' AS INTEGER) END AS changes
  FROM json_each(?) AS d
  CROSS JOIN json_each(?) AS i
  CROSS JOIN "DeliveryNotice" AS n ON n."deliveryId" = d."value" AND n."incidentId" = i."value"`;

export const LAST_SEQUENCE = `SELECT COALESCE(MAX("sequence"), 0) AS last FROM "Delivery"`;

export const INSERT_DELIVERIES = `
  INSERT INTO "Delivery" (
    "id", "sequence", "channelId", "channelName", "channelType", "groupKey", "event", "status", "createdAtMs",
    "nextAttemptAtMs", "attempts"
  )
  SELECT
    j."value"->>'id', j."value"->>'sequence', j."value"->>'channelId', j."value"->>'channelName',
    j."value"->>'channelType', j."value"->>'groupKey', j."value"->>'event', 'waiting', j."value"->>'createdAtMs',
    j."value"->>'nextAttemptAtMs', 0
  FROM json_each(?) AS j`;

export const UPDATE_DELIVERIES = `
  UPDATE "Delivery" SET "event" = j."value"->>'event', "nextAttemptAtMs" = j."value"->>'nextAttemptAtMs'
  FROM json_each(?) AS j WHERE "Delivery"."id" = j."value"->>'id'`;

// "WHERE true" tells SQLite that ON belongs to the insert and not to a join.

export const PUT_NOTICES = `
  INSERT INTO "DeliveryNotice" ("deliveryId", "incidentId", "atMs", "notice")
  SELECT j."value"->>'deliveryId', j."value"->>'incidentId', j."value"->>'atMs', j."value"->>'notice'
  FROM json_each(?) AS j WHERE true
  ON CONFLICT ("deliveryId", "incidentId") DO UPDATE SET "atMs" = excluded."atMs", "notice" = excluded."notice"`;

export const PUT_TOLD = `
  INSERT INTO "ToldChannel" ("incidentId", "channelId", "lastEvent")
  SELECT j."value"->>'incidentId', j."value"->>'channelId', j."value"->>'lastEvent' FROM json_each(?) AS j WHERE true
  ON CONFLICT ("incidentId", "channelId") DO UPDATE SET "lastEvent" = excluded."lastEvent"`;
