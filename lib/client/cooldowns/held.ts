import type { Cooldown, HeldCaller } from "@/lib/contracts/cooldowns";

/** What a ban held back, and who went on calling. */
export interface HeldSummary {
  /** Calls that Banwatch answered itself. */
  readonly heldCalls: number;
  /** Calls that went through although they would have been held. */
  readonly observedCalls: number;
  /** The busiest first. */
  readonly callers: readonly HeldProgram[];
  /** Calls of programs that are not among `callers`, since a list names only the busiest. */
  readonly otherCalls: number;
}

export interface HeldProgram {
  /** Tells programs apart, whatever they are called. */
  readonly id: string;
  readonly account: string | null;
  /** Null for the account's own key. */
  readonly proxyKey: string | null;
  readonly method: string;
  /** Held, or observed where the guard only observes. */
  readonly calls: number;
}

/** The calls of a ban with the programs that made them; programs without a call are left out. */
export function summariseHeld({ heldCalls, observedCalls, callers }: HeldFields): HeldSummary {
  const programs = callers
    .map(toProgram)
    .filter(({ calls }) => calls > 0)
    .sort((a, b) => b.calls - a.calls);
  const named = programs.reduce((sum, { calls }) => sum + calls, 0);
  return { heldCalls, observedCalls, callers: programs, otherCalls: Math.max(0, heldCalls + observedCalls - named) };
}

type HeldFields = Pick<Cooldown, "heldCalls" | "observedCalls" | "callers">;

function toProgram({ accountId, account, proxyKeyId, proxyKey, method, held, observed }: HeldCaller): HeldProgram {
  return { id: JSON.stringify([accountId, proxyKeyId, method]), account, proxyKey, method, calls: held + observed };
}
