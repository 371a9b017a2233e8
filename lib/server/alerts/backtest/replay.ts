import { evaluateAlert } from "@/lib/domain/alert-lifecycle/evaluate";
import { nextDueMs } from "@/lib/domain/alert-lifecycle/next-due";
import { type AlertState, type AlertTiming, isOpen, OK, type Reading } from "@/lib/domain/alert-lifecycle/state";

/** A time in which a rule would have been firing for one subject. */
export interface Firing {
  readonly subject: string;
  readonly fromMs: number;
  /** Null: it would be firing now. */
  readonly toMs: number | null;
  /** The worst value meanwhile; null for what has none. */
  readonly peak: number | null;
}

/** The lifecycle of one subject, played with readings of the past: the very function that decides about the present. */
export interface Replay {
  /** A reading that holds from `atMs` until the next. They come in order; one that comes too late counts as of now. */
  push(atMs: number, reading: Reading, value: number | null): void;
  /** Lets what is due until then happen, and hands over what would be firing at that time. */
  finish(atMs: number): void;
}

const worse = (side: "above" | "below", a: number | null, b: number | null): number | null => {
  if (a === null || b === null) return a ?? b;
  return side === "above" ? Math.max(a, b) : Math.min(a, b);
};

/**
 * @param parts.timing how long it must be so, and fine again; messages are of no concern here
 * @param parts.onFiring told of each firing when it is over, or at the end
 */
export function createReplay(parts: {
  readonly subject: string;
  readonly side: "above" | "below";
  readonly timing: Pick<AlertTiming, "forMs" | "clearForMs" | "noDataEndMs">;
  readonly onFiring: (firing: Firing) => void;
}): Replay {
  const { subject, side } = parts;
  const timing: AlertTiming = { ...parts.timing, repeatMs: null, escalateAfterMs: null, notifyResolved: false };
  let state: AlertState = OK;
  let reading: Reading = { kind: "no-data" };
  let nowMs = Number.NEGATIVE_INFINITY;
  let value: number | null = null;
  /** The newest one, which may yet open again. */
  let firing: Firing | null = null;

  const evaluate = (atMs: number): void => {
    const step = evaluateAlert({
      state,
      reading,
      timing,
      mute: null,
      paused: false,
      nowMs: atMs,
      newIncidentId: () => subject,
    });
    state = step.state;
    for (const { kind } of step.effects) {
      if (kind === "opened") {
        if (firing !== null) parts.onFiring(firing);
        firing = { subject, fromMs: atMs, toMs: null, peak: value };
      } else if (kind === "reopened" && firing !== null) firing = { ...firing, toMs: null };
      else if (kind === "resolved" && firing !== null) firing = { ...firing, toMs: atMs };
    }
    notePeak();
  };

  const notePeak = (): void => {
    if (isOpen(state) && firing !== null) firing = { ...firing, peak: worse(side, firing.peak, value) };
  };

  /** What comes by time alone until then: each instant once, as evaluating there leaves nothing due at it. */
  const runUntil = (atMs: number): void => {
    for (;;) {
      const dueMs = nextDueMs(state, reading, timing);
      if (dueMs === null || dueMs > atMs || dueMs <= nowMs) return;
      nowMs = dueMs;
      evaluate(dueMs);
    }
  };

  return {
    push: (atMs, next, nextValue) => {
      runUntil(atMs);
      nowMs = Math.max(nowMs, atMs);
      value = nextValue;
      // The same reading again does nothing but by time, which was just seen to.
      if (next.kind === reading.kind) return notePeak();
      reading = next;
      evaluate(nowMs);
    },
    finish: (atMs) => {
      runUntil(atMs);
      if (firing !== null) parts.onFiring(firing);
      firing = null;
    },
  };
}
