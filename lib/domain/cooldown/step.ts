import type { HoldRule } from "./hold-rules";
import type { CooldownState, EpochMs } from "./state";
import { LOOK_UP_EVERY_MS, lookUpWait, waitAfterBannedProbe, waitAfterUnknownProbe } from "./waits";

/** What Banwatch's own question found out. For an empty account "over" means a balance above zero. */
export type ProbeFinding =
  | { readonly kind: "over" }
  /** `saidMs` is how long the provider says the ban lasts from now; null when it does not say. */
  | { readonly kind: "banned"; readonly saidMs: number | null }
  /** No answer, or one that does not tell. */
  | { readonly kind: "unknown" };

export type CooldownEvent =
  /** An error reply with a rule for this scope. `durationMs` is the ban's length from now, for `cool` only. */
  | { readonly type: "refused"; readonly epoch: number; readonly rule: HoldRule; readonly durationMs: number }
  /** A reply that shows that the key is known. */
  | { readonly type: "answered"; readonly epoch: number }
  /** A balance above zero, read off a reply. */
  | { readonly type: "funded"; readonly epoch: number }
  /** A look at the clock. */
  | { readonly type: "tick" }
  | { readonly type: "probed"; readonly epoch: number; readonly finding: ProbeFinding }
  /** A person wants the balance looked up now. */
  | { readonly type: "look-up-wanted" }
  /** A person ends it, or what it was about is gone: the key was replaced, the account archived. */
  | { readonly type: "lifted" }
  /** The wall clock was set; what is left of a wait stays the same. */
  | { readonly type: "clock-stepped"; readonly byMs: number };

type StateOf<K extends CooldownState["kind"]> = Extract<CooldownState, { kind: K }>;
type EventOf<T extends CooldownEvent["type"]> = Extract<CooldownEvent, { type: T }>;

const reopen = ({ epoch }: CooldownState): CooldownState => ({
  kind: "open",
  epoch: epoch + 1,
  wrongKeys: 0,
  funded: null,
});

const fund = ({ epoch, relapses }: StateOf<"empty">, nowMs: EpochMs): CooldownState => ({
  kind: "open",
  epoch: epoch + 1,
  wrongKeys: 0,
  funded: { atMs: nowMs, relapses },
});

const block = ({ epoch }: CooldownState): CooldownState => ({ kind: "blocked", epoch: epoch + 1 });

function assertDuration(durationMs: number): void {
  if (Number.isFinite(durationMs) && durationMs >= 0) return;
  throw new RangeError(`durationMs must be >= 0, got ${durationMs}`);
}

function refuseOpen(state: StateOf<"open">, { rule, durationMs }: EventOf<"refused">, nowMs: EpochMs): CooldownState {
  const { epoch } = state;
  const inARow = rule.inARow === 1 ? 1 : state.wrongKeys + 1;
  if (inARow < rule.inARow) return { ...state, wrongKeys: inARow };
  if (rule.effect === "block") return block(state);
  if (rule.effect === "empty") return beginEmpty(state, nowMs);
  // The epoch stays: calls that were under way together may find out how long the ban really is.
  return { kind: "cooling", epoch, untilMs: nowMs + durationMs, waitMs: durationMs, failedProbes: 0 };
}

function beginEmpty({ epoch, funded }: StateOf<"open">, nowMs: EpochMs): CooldownState {
  const isRelapse = funded !== null && Math.abs(nowMs - funded.atMs) < LOOK_UP_EVERY_MS;
  const relapses = isRelapse ? funded.relapses + 1 : 0;
  return { kind: "empty", epoch: epoch + 1, nextLookUpMs: nowMs + lookUpWait(relapses), relapses };
}

/** A later ban never shortens the wait: the provider lifts a ban only when the calls stop (DESIGN §3). */
function refuseCooling(
  state: StateOf<"cooling">,
  { rule, durationMs }: EventOf<"refused">,
  nowMs: EpochMs,
): CooldownState {
  if (rule.effect === "block" && rule.inARow === 1) return block(state);
  const untilMs = nowMs + durationMs;
  if (rule.effect !== "cool" || untilMs <= state.untilMs) return state;
  return { ...state, untilMs, waitMs: durationMs };
}

/** Only a guard that observes lets a call of that time through; it has found out before the probe. */
function refuseProbing(state: StateOf<"probing">, event: EventOf<"refused">, nowMs: EpochMs): CooldownState {
  const { rule, durationMs } = event;
  if (rule.effect === "block" && rule.inARow === 1) return block(state);
  if (rule.effect !== "cool") return state;
  return coolAgain({ ...state, epoch: state.epoch + 1 }, waitAfterBannedProbe(state.waitMs, durationMs), nowMs);
}

function coolAgain(state: StateOf<"probing">, waitMs: number, nowMs: EpochMs): CooldownState {
  const { epoch, failedProbes } = state;
  return { kind: "cooling", epoch, untilMs: nowMs + waitMs, waitMs, failedProbes: failedProbes + 1 };
}

function refuse(state: CooldownState, event: EventOf<"refused">, nowMs: EpochMs): CooldownState {
  if (event.rule.effect === "cool") assertDuration(event.durationMs);
  if (event.epoch !== state.epoch) return state;
  switch (state.kind) {
    case "open":
      return refuseOpen(state, event, nowMs);
    case "cooling":
      return refuseCooling(state, event, nowMs);
    case "probing":
      return refuseProbing(state, event, nowMs);
    case "empty":
      return event.rule.effect === "empty" || event.rule.inARow > 1
        ? state
        : refuseOpen({ kind: "open", epoch: state.epoch, wrongKeys: 0, funded: null }, event, nowMs);
    case "blocked":
      return state;
  }
}

/** The time of a wait is over at the very instant that it ends. */
function tick(state: CooldownState, nowMs: EpochMs): CooldownState {
  if (state.kind === "cooling" && state.untilMs <= nowMs) {
    return { ...state, kind: "probing", epoch: state.epoch + 1 };
  }
  const isDue = state.kind === "empty" && state.nextLookUpMs !== null && state.nextLookUpMs <= nowMs;
  return isDue ? { ...state, nextLookUpMs: null } : state;
}

function takeFinding(state: CooldownState, { epoch, finding }: EventOf<"probed">, nowMs: EpochMs): CooldownState {
  if (epoch !== state.epoch) return state;
  if (state.kind === "empty" && state.nextLookUpMs === null) {
    return finding.kind === "over"
      ? fund(state, nowMs)
      : { ...state, nextLookUpMs: nowMs + lookUpWait(state.relapses) };
  }
  if (state.kind !== "probing") return state;
  if (finding.kind === "over") return reopen(state);
  const waitMs =
    finding.kind === "banned"
      ? waitAfterBannedProbe(state.waitMs, finding.saidMs)
      : waitAfterUnknownProbe(state.failedProbes);
  return coolAgain(state, waitMs, nowMs);
}

function stepClock(state: CooldownState, byMs: number): CooldownState {
  if (state.kind === "cooling" || state.kind === "probing") return { ...state, untilMs: state.untilMs + byMs };
  if (state.kind === "empty" && state.nextLookUpMs !== null) {
    return { ...state, nextLookUpMs: state.nextLookUpMs + byMs };
  }
  return state;
}

/**
 * The state after an event. Defined for every event in every state: what does not concern a state returns `state`
 * itself, so that a caller can tell by identity whether anything changed.
 *
 * @param nowMs the caller's clock at the event
 * @throws {RangeError} if a ban's `durationMs` is negative or not finite
 */
export function stepCooldown(state: CooldownState, event: CooldownEvent, nowMs: EpochMs): CooldownState {
  switch (event.type) {
    case "refused":
      return refuse(state, event, nowMs);
    case "answered":
      return state.kind === "open" && state.epoch === event.epoch && state.wrongKeys > 0
        ? { ...state, wrongKeys: 0 }
        : state;
    case "funded":
      return state.kind === "empty" && state.epoch === event.epoch ? fund(state, nowMs) : state;
    case "tick":
      return tick(state, nowMs);
    case "look-up-wanted":
      return state.kind === "empty" && state.nextLookUpMs !== null ? { ...state, nextLookUpMs: nowMs } : state;
    case "probed":
      return takeFinding(state, event, nowMs);
    case "lifted":
      return reopen(state);
    case "clock-stepped":
      return stepClock(state, event.byMs);
  }
}
