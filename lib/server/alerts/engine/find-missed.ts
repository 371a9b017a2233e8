import type { CooldownRecord } from "../../store/cooldowns";
import type { Store } from "../../store/open-store";

/** Beside the instant up to which everything was looked at: a ban may have been written a moment after it began. */
const MISSED_MARGIN_MS = 10_000;
const MAX_MISSED = 1_000;

/**
 * Cooldowns that began after alerts were last looked at, and were not looked at: in the order in which they began, one
 * that is over by now as its beginning and its end. A thousand at most, the newest. After a clock that was set back the
 * last seconds of the new time count.
 */
export async function findMissed({ alerts, cooldowns }: Store, nowMs: number): Promise<CooldownRecord[]> {
  const cursorMs = await alerts.states.findCursor();
  // At the very first start everything is old; what still runs is found by looking.
  if (cursorMs === null) return [];
  const fromMs = Math.min(cursorMs, nowMs) - MISSED_MARGIN_MS;
  const lately = await cooldowns.listBetween(fromMs, nowMs, MAX_MISSED);
  const seen = await alerts.states.listSeen(lately.map(({ id }) => id));
  const missed = lately.filter(({ id, startedAtMs }) => startedAtMs >= fromMs && !seen.has(id)).reverse();
  // One that is over has begun as well: both are looked at, in this order.
  return missed.flatMap((record) =>
    record.endedAtMs === null ? [record] : [{ ...record, endedAtMs: null, endedHow: null }, record],
  );
}
