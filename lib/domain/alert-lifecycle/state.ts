/** An instant in UTC epoch milliseconds. */
export type EpochMs = number;

/** Why nobody is told of an incident for now, and the maintenance or incident that it is because of. */
export type Mute = { readonly kind: "maintenance" | "inhibited"; readonly by: string } | null;

/** An open incident. */
export interface OpenAlert {
  readonly kind: "firing" | "acknowledged";
  readonly incidentId: string;
  /** When it fired. */
  readonly sinceMs: EpochMs;
  /** It is fine since then, and resolved once it was for `clearForMs`; null while it is not. */
  readonly clearSinceMs: EpochMs | null;
  /** Nothing can be measured since then. */
  readonly noDataSinceMs: EpochMs | null;
  /** The last message but the one of its end; null while nobody was told, because it was muted or snoozed all along. */
  readonly notifiedAtMs: EpochMs | null;
  /** Since when those who were told are waited for; null while nobody is, which includes everything acknowledged. */
  readonly awaitedSinceMs: EpochMs | null;
  readonly escalatedAtMs: EpochMs | null;
  readonly snoozedUntilMs: EpochMs | null;
  /** A snooze ran out: people are told again as soon as it is not muted, whatever the repeat interval. */
  readonly owesReminder: boolean;
  readonly mute: Mute;
  /** How often it came back within `REOPEN_WITHIN_MS` of being resolved. */
  readonly reopened: number;
}

/** What one rule knows of one subject. JSON keeps all of it. */
export type AlertState =
  | { readonly kind: "ok" }
  | { readonly kind: "pending"; readonly sinceMs: EpochMs }
  | OpenAlert
  /** A person closed the incident while it still was so: nothing is said until it has been fine once, or is forgotten. */
  | {
      readonly kind: "closed";
      readonly sinceMs: EpochMs;
      /** Nothing can be measured since then. */
      readonly noDataSinceMs: EpochMs | null;
    }
  /** Resolved, but only lately: what begins within `REOPEN_WITHIN_MS` opens the same incident again. */
  | {
      readonly kind: "resolved";
      readonly incidentId: string;
      readonly atMs: EpochMs;
      readonly reopened: number;
      /** It is so again since then, but not yet for long enough; null while it is fine. */
      readonly sinceMs: EpochMs | null;
    };

/** What a rule's timing is, in milliseconds. */
export interface AlertTiming {
  /** How long it must be so before it fires. */
  readonly forMs: number;
  /** How long it must be fine again before it is resolved. */
  readonly clearForMs: number;
  /** Null: said once. Above 0. */
  readonly repeatMs: number | null;
  /** Null: nobody else is told. */
  readonly escalateAfterMs: number | null;
  /** How long without data counts as the end. Null: it never does. Above 0. */
  readonly noDataEndMs: number | null;
  readonly notifyResolved: boolean;
}

/**
 * One measurement of one subject. breach: it crosses the threshold. clear: it is on the calm side of where it is over.
 * between: neither, which is what hysteresis is made of. no-data: it could not be measured. gone: there is no such
 * subject any more.
 */
export interface Reading {
  readonly kind: "breach" | "between" | "clear" | "no-data" | "gone";
}

export type PersonAction =
  | { readonly kind: "acknowledge" }
  | { readonly kind: "unacknowledge" }
  | { readonly kind: "snooze"; readonly untilMs: EpochMs }
  | { readonly kind: "unsnooze" }
  | { readonly kind: "resolve" };

/** How an incident ended. no-data: it could not be measured for `noDataEndMs`. The others are those of `incidentEnd`. */
export type AlertEnd = "recovered" | "no-data" | "person" | "rule-off" | "gone";

/** What happened. `notify` is a message that is due; everything else is a transition of the incident. */
export type AlertEffect =
  | { readonly kind: "opened" }
  | { readonly kind: "reopened" }
  | { readonly kind: "acknowledged" }
  | { readonly kind: "unacknowledged" }
  | { readonly kind: "snoozed"; readonly untilMs: EpochMs }
  | { readonly kind: "unsnoozed" }
  | { readonly kind: "muted"; readonly mute: NonNullable<Mute> }
  | { readonly kind: "unmuted" }
  | { readonly kind: "no-data" }
  | { readonly kind: "data" }
  | { readonly kind: "resolved"; readonly how: AlertEnd }
  | { readonly kind: "notify"; readonly event: "firing" | "reminder" | "escalation" | "resolved" };

/** The state after a step, and what happened in it, in that order. */
export interface AlertStep {
  readonly state: AlertState;
  readonly effects: readonly AlertEffect[];
}

/** What comes back this soon after it was resolved is the same incident: it had only seemed to be over. */
export const REOPEN_WITHIN_MS = 300_000;

/** For how long at most a person's closing keeps silent what goes on: whoever closed it did not mean for ever. */
export const CLOSED_FOR_MS = 86_400_000;

/** The longest snooze there is. One that seems to be longer is an ordinary one before the clock was set back. */
export const LONGEST_SNOOZE_MS = 30 * 86_400_000;

export const OK: AlertState = { kind: "ok" };

/** Whether an incident is open. */
export const isOpen = (state: AlertState): state is OpenAlert =>
  state.kind === "firing" || state.kind === "acknowledged";

/** Whether nobody is to be told for now. */
export const isQuiet = (alert: OpenAlert): boolean => alert.mute !== null || alert.snoozedUntilMs !== null;
