import type { Cooldown } from "@/lib/contracts/cooldowns";

/** What every card of a cooldown shows. */
interface CardFacts {
  readonly id: string;
  readonly scope: Cooldown["scope"];
  /** Whose ban it is (scope `account`), or who was told of it (scope `egress`); null once the account is gone. */
  readonly account: string | null;
  readonly providerName: string;
  readonly providerHost: string;
  readonly code: string;
  /** The provider's own words; empty when it had none. */
  readonly description: string;
  readonly startedAtMs: number;
  /** Ban replies so far. */
  readonly errors: number;
}

export type CooldownCard =
  | (CardFacts & { readonly kind: "timed"; readonly untilMs: number })
  /** Only a person ends it. */
  | (CardFacts & { readonly kind: "blocked" });

/** What waits for a person first, then the latest end; a cooldown that has ended already has no card. */
export function prepareCooldownCards(cooldowns: readonly Cooldown[]): CooldownCard[] {
  return cooldowns
    .filter(({ endedAtMs }) => endedAtMs === null)
    .map(toCard)
    .sort((a, b) => endOf(b) - endOf(a) || a.startedAtMs - b.startedAtMs);
}

export interface CountdownState {
  /** Milliseconds, never below 0. */
  readonly remainingMs: number;
  /** The part of the time that has gone by, 0 to 1. */
  readonly elapsed: number;
  readonly isOver: boolean;
}

/**
 * Where a timed cooldown stands. It is over at the very instant that it ends, as in `advanceCooldown`.
 *
 * @param nowMs by the server's clock
 */
export function readCountdown(card: { startedAtMs: number; untilMs: number }, nowMs: number): CountdownState {
  const remainingMs = Math.max(0, card.untilMs - nowMs);
  const lengthMs = card.untilMs - card.startedAtMs;
  const elapsed = lengthMs <= 0 ? 1 : Math.min(1, Math.max(0, 1 - remainingMs / lengthMs));
  return { remainingMs, elapsed, isOver: remainingMs === 0 };
}

function toCard(cooldown: Cooldown): CooldownCard {
  const { id, scope, account, providerName, providerHost, code, startedAtMs, untilMs, errors } = cooldown;
  const description = cooldown.description.trim();
  const facts = { id, scope, account, providerName, providerHost, code, description, startedAtMs, errors };
  return untilMs === null ? { ...facts, kind: "blocked" } : { ...facts, kind: "timed", untilMs };
}

const endOf = (card: CooldownCard) => (card.kind === "blocked" ? Number.MAX_SAFE_INTEGER : card.untilMs);
