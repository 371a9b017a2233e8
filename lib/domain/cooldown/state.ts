/** An instant in UTC epoch milliseconds. */
export type EpochMs = number;

/**
 * Where one scope stands (DESIGN §3): open, cooling until an instant, probing when that has come, or one of the two
 * that do not end by time. empty: the account has no balance. blocked: only a person ends it.
 *
 * `epoch` tells replies of different times apart. A call is sent with the epoch of that moment, and a reply whose epoch
 * is not the present one belongs to an earlier ban and changes nothing. It is the same while a ban's first replies come
 * in, since calls that were under way together may extend one another's ban, and a new one from each probe on.
 */
export type CooldownState =
  | {
      readonly kind: "open";
      readonly epoch: number;
      /** Replies in a row that said the key is wrong. */
      readonly wrongKeys: number;
      /** When and after how many relapses a balance ended the last hold for want of one; null when none did. */
      readonly funded: { readonly atMs: EpochMs; readonly relapses: number } | null;
    }
  | ({ readonly kind: "cooling"; readonly untilMs: EpochMs } & Waiting)
  | ({ readonly kind: "probing"; readonly untilMs: EpochMs } & Waiting)
  | {
      readonly kind: "empty";
      readonly epoch: number;
      /** Null while the balance is being asked for. */
      readonly nextLookUpMs: EpochMs | null;
      /** How often in a row the account was found empty right after a balance had ended the hold. */
      readonly relapses: number;
    }
  | { readonly kind: "blocked"; readonly epoch: number };

interface Waiting {
  readonly epoch: number;
  /** How long the present wait is as a whole, in milliseconds. */
  readonly waitMs: number;
  /** Probes in a row that did not find it over. */
  readonly failedProbes: number;
}

export const OPEN: CooldownState = { kind: "open", epoch: 0, wrongKeys: 0, funded: null };

/** Whether calls of this method wait. With an empty account results of paid tasks can still be fetched (DESIGN §3). */
export function holds(state: CooldownState, method: string): boolean {
  if (state.kind === "open") return false;
  return state.kind === "empty" ? method === "createTask" : true;
}

/** When Banwatch has to act by itself: end the wait, or ask for the balance. Null when nothing is planned. */
export function dueAtMs(state: CooldownState): EpochMs | null {
  if (state.kind === "cooling") return state.untilMs;
  return state.kind === "empty" ? state.nextLookUpMs : null;
}
