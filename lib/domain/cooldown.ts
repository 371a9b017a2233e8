/** An instant in UTC epoch milliseconds. */
export type EpochMs = number;

/**
 * One scope's state. `blocked` is what only a person ends (a banned key); `cooling` ends by itself.
 */
export type CooldownState =
  | { readonly kind: "open" }
  | { readonly kind: "cooling"; readonly untilMs: EpochMs }
  | { readonly kind: "blocked" };

/** A ban as the provider reports it. */
export interface Ban {
  /** How long it lasts from now; null when only a person ends it. */
  readonly durationMs: number | null;
}

/**
 * The state after the provider reports a ban.
 *
 * A later ban never shortens the wait, since the provider lifts a ban only when the calls stop; and no timed ban ends
 * what only a person may.
 *
 * @param nowMs when the ban was received, from the caller's clock
 * @returns `current` itself when it already ends no earlier than the new ban
 * @throws {RangeError} if `durationMs` is negative or not finite
 */
export function applyBan(current: CooldownState, ban: Ban, nowMs: EpochMs): CooldownState {
  if (ban.durationMs === null) return current.kind === "blocked" ? current : { kind: "blocked" };
  if (!Number.isFinite(ban.durationMs) || ban.durationMs < 0) {
    throw new RangeError(`durationMs must be >= 0, got ${ban.durationMs}`);
  }
  if (current.kind === "blocked") return current;
  const untilMs = nowMs + ban.durationMs;
  if (current.kind === "cooling" && current.untilMs >= untilMs) return current;
  return { kind: "cooling", untilMs };
}

/** The state at `nowMs`: a cooldown is over at the very instant that it ends. */
export function advanceCooldown(current: CooldownState, nowMs: EpochMs): CooldownState {
  return current.kind === "cooling" && current.untilMs <= nowMs ? { kind: "open" } : current;
}
