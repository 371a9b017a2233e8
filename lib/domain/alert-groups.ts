import type { RuleKind } from "./alert-rules/kinds";

/** Company that comes within this time shares the message: a mass ban does. */
const SHORT_WAIT_MS = 250;
/** So many messages to a group within `GROUP_MEMORY_MS` are news; more are something that comes and goes. */
const NEWS = 5;
/** The waits of those that come after them, one by one; then the longest. */
const LATER_WAITS_MS = [5_000, 15_000] as const;
/** No message that nobody has tried to send waits longer. */
export const LONGEST_GROUP_WAIT_MS = 60_000;
/** So many messages within `GROUP_MEMORY_MS` are a storm, more than what comes and goes makes: then news waits too. */
const STORM = 30;
const STORM_WAIT_MS = 5_000;

/** How long a message to a group counts as lately. */
export const GROUP_MEMORY_MS = 600_000;

/**
 * Notices with the same key may share a message: those of one rule about one provider's host, and about no host those of
 * the whole installation. Beginnings and ends share it too: what came and went before it was sent is one message.
 */
export function groupKeyOf(notice: {
  readonly kind: RuleKind;
  readonly providerHost: string | null;
  readonly ruleId: string;
}): string {
  // JSON keeps the parts apart, whatever characters they hold.
  return JSON.stringify([notice.kind, notice.ruleId, notice.providerHost]);
}

/**
 * How long a message of a group waits for company, in milliseconds: the first five within the last ten minutes hardly at
 * all, since somebody has to know; then the longer the more there were, so that what goes on and off for hours is one
 * message a minute. Of what a channel has never heard of it hears soon all the same: a neighbour that comes and goes delays
 * no new alert.
 *
 * @param sentLately messages to the same group and channel within the last `GROUP_MEMORY_MS`
 * @param isNews the channel was told nothing of the incident yet
 */
export function groupWaitMs(sentLately: number, isNews = false): number {
  if (isNews) return sentLately >= STORM ? STORM_WAIT_MS : SHORT_WAIT_MS;
  if (!(sentLately >= NEWS)) return SHORT_WAIT_MS;
  return LATER_WAITS_MS[Math.floor(sentLately) - NEWS] ?? LONGEST_GROUP_WAIT_MS;
}
