import { LONGEST_GROUP_WAIT_MS } from "@/lib/domain/alert-groups";
import { LONGEST_RETRY_AFTER_MS } from "@/lib/domain/retry-wait";

/** How much longer than it may a message waits before its instant counts as made by a clock that was wrong. */
const CLOCK_MARGIN_MS = 60_000;
const TOO_FAR_UNTRIED_MS = LONGEST_GROUP_WAIT_MS + CLOCK_MARGIN_MS;
const TOO_FAR_MS = LONGEST_RETRY_AFTER_MS + CLOCK_MARGIN_MS;

/** Of one group and channel no message goes before an older one is settled. */
const IS_FIRST_OF_GROUP = `
  NOT EXISTS (
    SELECT 1 FROM "Delivery" AS e
    WHERE e."channelId" = d."channelId" AND e."settledAtMs" IS NULL AND e."groupKey" = d."groupKey"
      AND e."sequence" < d."sequence")`;

/** Of the newest attempt: in the order in which they were written, whatever the clock said. */
const TRIED_AT = `
  (SELECT a."atMs" FROM "DeliveryAttempt" AS a WHERE a."deliveryId" = d."id" ORDER BY a.rowid DESC LIMIT 1)`;

/**
 * The first that is due: parameters are the channel, the instant four times, and the end of a lease that begins then.
 * What is due further ahead than any wait leads was put there by a clock that has been set back since, and so was what was
 * tried at an instant that is still to come, and a lease that ends later: they are due and over.
 */
export const NEXT_OF_CHANNEL = `
  SELECT d."id" FROM "Delivery" AS d
  WHERE d."channelId" = ? AND d."settledAtMs" IS NULL
    AND (d."nextAttemptAtMs" <= ?
      OR d."nextAttemptAtMs" > ? + CASE d."attempts" WHEN 0 THEN ${TOO_FAR_UNTRIED_MS} ELSE ${TOO_FAR_MS} END
      OR ${TRIED_AT} > ? + ${CLOCK_MARGIN_MS})
    AND (d."leasedUntilMs" IS NULL OR d."leasedUntilMs" <= ? OR d."leasedUntilMs" > ?)
    AND ${IS_FIRST_OF_GROUP}
  ORDER BY d."nextAttemptAtMs", d."sequence" LIMIT 1`;

/** When the first of a channel may be due by what is written: the parameter is the channel. */
export const NEXT_DUE = `
  SELECT MIN(MAX(d."nextAttemptAtMs", COALESCE(d."leasedUntilMs", 0))) AS at FROM "Delivery" AS d
  WHERE d."channelId" = ? AND d."settledAtMs" IS NULL AND ${IS_FIRST_OF_GROUP}`;

// CROSS JOIN keeps the order of the tables: from the few notices of an incident to their deliveries, never the other way.

/** The newest deliveries that tell of an incident: its id, and how many. */
export const LIST_OF_INCIDENT = `
  SELECT d."id" FROM "DeliveryNotice" AS n
  CROSS JOIN "Delivery" AS d ON d."id" = n."deliveryId"
  WHERE n."incidentId" = ? ORDER BY d."sequence" DESC LIMIT ?`;

/** How many incidents deliveries tell of: the parameter is a JSON array of deliveries' ids. */
export const COUNT_INCIDENTS = `
  SELECT n."deliveryId", COUNT(*) AS n
  FROM json_each(?) AS i
  CROSS JOIN "DeliveryNotice" AS n ON n."deliveryId" = i."value"
  GROUP BY 1`;

/** How many deliveries of each incident stand how: the parameter is a JSON array of incidents' ids. */
export const COUNT_OF_INCIDENTS = `
  SELECT n."incidentId", d."status", COUNT(*) AS n
  FROM json_each(?) AS i
  CROSS JOIN "DeliveryNotice" AS n ON n."incidentId" = i."value"
  CROSS JOIN "Delivery" AS d ON d."id" = n."deliveryId"
  GROUP BY 1, 2`;

const OPEN_NOTICES = `
  SELECT n."notice", d."groupKey" FROM "Delivery" AS d
  CROSS JOIN "DeliveryNotice" AS n ON n."deliveryId" = d."id"
  CROSS JOIN "Incident" AS i ON i."id" = n."incidentId"
  WHERE i."resolvedAtMs" IS NULL`;

/** What a delivery says of incidents that are not over: its id. */
export const NOTICES_OF_DELIVERY = `${OPEN_NOTICES} AND d."id" = ?`;

/** What all that waits for a channel says of incidents that are not over, the oldest first: its id. */
export const NOTICES_OF_CHANNEL = `
  ${OPEN_NOTICES} AND d."channelId" = ? AND d."settledAtMs" IS NULL ORDER BY d."sequence"`;
