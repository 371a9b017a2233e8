import type { Account } from "@/lib/contracts/accounts";
import { effectiveMode, type GuardMode } from "@/lib/domain/guard-mode";

/** That calls are not held, and whose. */
export interface GuardNotice {
  readonly mode: Exclude<GuardMode, "enforce">;
  /** Names of the accounts that it is true for; null when it is true for all. */
  readonly accounts: readonly string[] | null;
}

type Guarded = Pick<Account, "name" | "archivedAtMs" | "guardMode">;

/**
 * What the pages have to say where calls are not held, so that nobody relies on it: at most one notice for each mode.
 *
 * @param accounts null while they are not known: then the installation's mode alone decides
 */
export function prepareGuardNotices(mode: GuardMode, accounts: readonly Guarded[] | null): GuardNotice[] {
  const active = (accounts ?? []).filter(({ archivedAtMs }) => archivedAtMs === null);
  if (active.length === 0) return mode === "enforce" ? [] : [{ mode, accounts: null }];
  return (["observe", "off"] as const).flatMap((weak) => {
    const found = active.filter(({ guardMode }) => effectiveMode(guardMode, mode) === weak);
    if (found.length === 0) return [];
    return [{ mode: weak, accounts: found.length === active.length ? null : found.map(({ name }) => name) }];
  });
}
