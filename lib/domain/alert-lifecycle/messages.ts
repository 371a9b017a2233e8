import { type AlertEffect, type AlertTiming, type EpochMs, isQuiet, type OpenAlert, type Reading } from "./state";

type Message = "firing" | "reminder" | "escalation";

const isDue = (sinceMs: EpochMs | null, waitMs: number | null, nowMs: EpochMs): boolean =>
  sinceMs !== null && waitMs !== null && nowMs - sinceMs >= waitMs;

/**
 * Whether nothing is to be said at this reading. What is about to be resolved is not "still so", and without data nobody
 * knows whether it is: both are told of if it is so again. What nobody was told of begins with a breach, never with what
 * is left of one after a mute.
 */
function isSilent(alert: OpenAlert, reading: Reading): boolean {
  if (alert.kind !== "firing" || isQuiet(alert)) return true;
  if (alert.clearSinceMs !== null || alert.noDataSinceMs !== null) return true;
  return alert.notifiedAtMs === null && reading.kind !== "breach";
}

function dueMessages(alert: OpenAlert, reading: Reading, timing: AlertTiming, nowMs: EpochMs): Message[] {
  if (isSilent(alert, reading)) return [];
  const messages: Message[] = [];
  if (alert.notifiedAtMs === null) messages.push("firing");
  else if (alert.owesReminder || isDue(alert.notifiedAtMs, timing.repeatMs, nowMs)) messages.push("reminder");
  const awaitedSinceMs = alert.notifiedAtMs === null ? nowMs : alert.awaitedSinceMs;
  if (alert.escalatedAtMs === null && isDue(awaitedSinceMs, timing.escalateAfterMs, nowMs)) messages.push("escalation");
  return messages;
}

/**
 * The messages that are due of an open incident, and the incident after they were given.
 *
 * firing: nobody was told yet, and it is a breach now. reminder: the last message is `repeatMs` ago, or a snooze ran out. escalation: once, when
 * those who were told have been waited for during `escalateAfterMs`. None while it is acknowledged, muted, snoozed, without
 * data, or waiting to be resolved. A reminder and an escalation may be due together: they go to different people.
 */
export function giveMessages(
  alert: OpenAlert,
  reading: Reading,
  timing: AlertTiming,
  nowMs: EpochMs,
): { readonly alert: OpenAlert; readonly effects: readonly AlertEffect[] } {
  const messages = dueMessages(alert, reading, timing, nowMs);
  if (messages.length === 0) return { alert, effects: [] };
  return {
    alert: {
      ...alert,
      notifiedAtMs: nowMs,
      owesReminder: false,
      awaitedSinceMs: messages.includes("firing") ? nowMs : alert.awaitedSinceMs,
      escalatedAtMs: messages.includes("escalation") ? nowMs : alert.escalatedAtMs,
    },
    effects: messages.map((event) => ({ kind: "notify", event })),
  };
}

/** When the next of them is due if nothing but the time changes; an instant of the past for at once, null for never. */
export function nextMessageMs(alert: OpenAlert, reading: Reading, timing: AlertTiming): EpochMs | null {
  if (isSilent(alert, reading)) return null;
  if (alert.notifiedAtMs === null || alert.owesReminder) return alert.notifiedAtMs ?? alert.sinceMs;
  const due: EpochMs[] = [];
  if (timing.repeatMs !== null) due.push(alert.notifiedAtMs + timing.repeatMs);
  if (timing.escalateAfterMs !== null && alert.escalatedAtMs === null && alert.awaitedSinceMs !== null) {
    due.push(alert.awaitedSinceMs + timing.escalateAfterMs);
  }
  return due.length === 0 ? null : Math.min(...due);
}
