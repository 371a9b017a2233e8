import { tooManyCalls } from "@/lib/server/proxy/own-answer";
import type { ErrorRecord } from "@/lib/server/store/error-events";
import { activityAt } from "../rhythm";
import { between } from "../seeded-random";
import type { HistoryAccount } from "./history-account";
import { makeError } from "./make-error";

const MINUTE_MS = 60_000;
/** How often a program with a limited key runs into the limit, on average. */
const BETWEEN_HOURS = 4;
const MAX_REFUSALS = 14;

/** The calls of a month that Banwatch refused, because a program had used up the calls a minute of its key. */
export function makeLimitHits(
  account: HistoryAccount,
  window: { readonly fromMs: number; readonly nowMs: number },
  random: () => number,
): ErrorRecord[] {
  const errors: ErrorRecord[] = [];
  for (const caller of account.programs) {
    const { callsPerMinute } = caller.program;
    if (callsPerMinute === undefined) continue;
    let atMs = window.fromMs;
    for (;;) {
      atMs += (between(0.2, 1.8, random) * BETWEEN_HOURS * 60 * MINUTE_MS) / activityAt(atMs);
      // A minute that is still running is not history.
      if (atMs >= window.nowMs - MINUTE_MS) break;
      const refusals = 1 + Math.floor(random() * MAX_REFUSALS);
      for (let count = 0; count < refusals; count += 1) {
        const waitMs = between(0, 0.4, random) * MINUTE_MS;
        const { code, description, origin } = tooManyCalls(callsPerMinute, waitMs);
        const kind = { code, method: random() < 0.3 ? "createTask" : "getTaskResult" } as const;
        const answeredHere = { description, origin, httpStatus: 200, latencyMs: random() < 0.8 ? 0 : 1 };
        // Nothing of a call that is refused is read but its key.
        const unread = { taskType: null, targetHost: null, taskId: null };
        const error = makeError(account, caller, kind, atMs + MINUTE_MS - waitMs, random);
        errors.push({ ...error, ...answeredHere, ...unread });
      }
    }
  }
  return errors;
}
