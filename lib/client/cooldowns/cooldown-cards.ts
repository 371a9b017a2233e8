import type { Cooldown } from "@/lib/contracts/cooldowns";
import { type HeldSummary, summariseHeld } from "./held";

/** What every card of a cooldown shows. */
interface CardFacts {
  readonly id: string;
  readonly scope: Cooldown["scope"];
  /** Whose ban it is (scope `account`), or who was told of it (scope `egress`); null once the account is gone. */
  readonly account: string | null;
  readonly accountId: string | null;
  readonly providerName: string;
  readonly providerHost: string;
  readonly code: string;
  /** The provider's own words; empty when it had none. */
  readonly description: string;
  readonly isDrill: boolean;
  readonly startedAtMs: number;
  /** Ban replies so far. */
  readonly errors: number;
  /** Questions of Banwatch's own that found it still standing. */
  readonly failedProbes: number;
  readonly held: HeldSummary;
}

export type CooldownCard =
  | (CardFacts & {
      readonly kind: "cooling";
      /** Where the time that now runs began: a probe that failed begins it anew. */
      readonly waitingSinceMs: number;
      readonly untilMs: number;
    })
  /** The time is over and Banwatch is asking. */
  | (CardFacts & { readonly kind: "probing" })
  /** No balance: `createTask` waits. */
  | (CardFacts & {
      readonly kind: "empty";
      /** When the balance is asked for next; null while it is. */
      readonly nextProbeAtMs: number | null;
      /** Nothing is asked while the address itself is banned. */
      readonly waitsForAddress: boolean;
    })
  /** Only a person ends it. A wrong key also ends by being replaced. */
  | (CardFacts & { readonly kind: "blocked"; readonly isWrongKey: boolean });

export const WRONG_KEY_CODE = "ERROR_KEY_DOES_NOT_EXIST";

/**
 * The worst first: a ban of an address, which stops every account there, then what waits for a person, then a timed ban
 * of one account, then what waits for money; of equal ones the latest end. Rehearsals come last. A cooldown that has
 * ended already has no card.
 */
export function prepareCooldownCards(cooldowns: readonly Cooldown[]): CooldownCard[] {
  const running = cooldowns.filter(({ endedAtMs }) => endedAtMs === null);
  const bannedHosts = new Set(running.flatMap((one) => (one.scope === "egress" ? [one.providerHost] : [])));
  return running
    .map((cooldown) => toCard(cooldown, bannedHosts))
    .sort((a, b) => rankOf(a) - rankOf(b) || endOf(b) - endOf(a) || a.startedAtMs - b.startedAtMs);
}

export interface CountdownState {
  /** Milliseconds, never below 0. */
  readonly remainingMs: number;
  /** The part of the time that has gone by, 0 to 1. */
  readonly elapsed: number;
  readonly isOver: boolean;
}

/**
 * Where a timed cooldown stands. Its time is over at the very instant that it ends.
 *
 * @param nowMs by the server's clock
 */
export function readCountdown(card: { waitingSinceMs: number; untilMs: number }, nowMs: number): CountdownState {
  const remainingMs = Math.max(0, card.untilMs - nowMs);
  const lengthMs = card.untilMs - card.waitingSinceMs;
  const elapsed = lengthMs <= 0 ? 1 : Math.min(1, Math.max(0, 1 - remainingMs / lengthMs));
  return { remainingMs, elapsed, isOver: remainingMs === 0 };
}

function toCard(cooldown: Cooldown, bannedHosts: ReadonlySet<string>): CooldownCard {
  const {
    id,
    scope,
    account,
    accountId,
    providerName,
    providerHost,
    code,
    isDrill,
    startedAtMs,
    errors,
    failedProbes,
  } = cooldown;
  const description = cooldown.description.trim();
  const held = summariseHeld(cooldown);
  const facts: CardFacts = {
    ...{ id, scope, account, accountId, providerName, providerHost, code, description, isDrill },
    ...{ startedAtMs, errors, failedProbes, held },
  };
  const { state, untilMs, waitingSinceMs, nextProbeAtMs } = cooldown;
  if (state === "empty") {
    return { ...facts, kind: "empty", nextProbeAtMs, waitsForAddress: bannedHosts.has(providerHost) };
  }
  if (state === "probing") return { ...facts, kind: "probing" };
  if (state === "blocked" || untilMs === null)
    return { ...facts, kind: "blocked", isWrongKey: code === WRONG_KEY_CODE };
  return { ...facts, kind: "cooling", waitingSinceMs, untilMs };
}

const RANKS: Record<CooldownCard["kind"], number> = { blocked: 2, cooling: 3, probing: 4, empty: 5 };

function rankOf({ kind, scope, isDrill }: CooldownCard): number {
  const rank = scope === "egress" ? Number(kind === "probing") : RANKS[kind];
  return rank + (isDrill ? 10 : 0);
}

const endOf = (card: CooldownCard) => (card.kind === "cooling" ? card.untilMs : 0);
