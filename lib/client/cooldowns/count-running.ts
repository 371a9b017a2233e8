import type { Cooldown } from "@/lib/contracts/cooldowns";
import { banKindOf } from "./ban-kind";

export interface RunningCounts {
  readonly bans: number;
  /** Accounts that are held for want of money. */
  readonly emptyAccounts: number;
  readonly drills: number;
}

type Counted = Pick<Cooldown, "scope" | "state" | "code" | "isDrill" | "endedAtMs">;

/** Whether it runs and somebody was banned for true: an account without balance is not, a rehearsal neither. */
export const isRunningBan = (cooldown: Counted): boolean => isReal(cooldown) && banKindOf(cooldown) !== "balance";

/** Whether it runs because an account has no balance. */
export const isRunningEmpty = (cooldown: Counted): boolean => isReal(cooldown) && banKindOf(cooldown) === "balance";

const isReal = ({ isDrill, endedAtMs }: Counted): boolean => !isDrill && endedAtMs === null;

/** How much runs now, each under its own name. */
export function countRunning(cooldowns: readonly Counted[]): RunningCounts {
  return {
    bans: cooldowns.filter(isRunningBan).length,
    emptyAccounts: cooldowns.filter(isRunningEmpty).length,
    drills: cooldowns.filter(({ isDrill, endedAtMs }) => isDrill && endedAtMs === null).length,
  };
}
