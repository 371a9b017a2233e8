import type { AlertEffect, AlertEnd, AlertTiming, OpenAlert } from "./state";

/**
 * What happens when an incident ends.
 *
 * Whoever was told of it hears of its end, also during a snooze or a maintenance: they would go on looking for what is
 * over, and a paging service would keep its own incident open. That holds for a rule that was switched off as well.
 * Whoever was not told hears nothing.
 */
export function endOf(alert: OpenAlert, how: AlertEnd, timing: AlertTiming): AlertEffect[] {
  const isTold = alert.notifiedAtMs !== null && timing.notifyResolved;
  const resolved: AlertEffect = { kind: "resolved", how };
  return isTold ? [resolved, { kind: "notify", event: "resolved" }] : [resolved];
}
