import { effectiveMode, type GuardMode } from "@/lib/domain/guard-mode";
import type { GuardedAccount } from "./hold-reach";

/** That calls are not held, and whose. */
export type GuardNotice = { readonly mode: Exclude<GuardMode, "enforce"> } & (
  | { readonly whose: "all" }
  /** All but those of the accounts named here, which have the guard enforced. */
  | { readonly whose: "all-but"; readonly accounts: readonly string[] }
  | { readonly whose: "these"; readonly accounts: readonly string[] }
  /** The accounts are not known, and each may have a mode of its own. */
  | { readonly whose: "without-own-mode" }
);

/**
 * What the pages have to say where calls are not held, so that nobody relies on it: at most one notice for each mode.
 *
 * @param accounts null while they are not known
 */
export function prepareGuardNotices(
  mode: GuardMode,
  accounts: readonly Pick<GuardedAccount, "name" | "archivedAtMs" | "guardMode">[] | null,
): GuardNotice[] {
  if (accounts === null) return mode === "enforce" ? [] : [{ mode, whose: "without-own-mode" }];
  const active = accounts
    .filter(({ archivedAtMs }) => archivedAtMs === null)
    .map(({ name, guardMode }) => ({ name, mode: effectiveMode(guardMode, mode) }));
  if (active.length === 0) return mode === "enforce" ? [] : [{ mode, whose: "all" }];
  const namesOf = (wanted: GuardMode) => active.filter((account) => account.mode === wanted).map(({ name }) => name);
  const held = namesOf("enforce");
  return (["observe", "off"] as const).flatMap((weak): GuardNotice[] => {
    const names = namesOf(weak);
    if (names.length === 0) return [];
    if (names.length === active.length) return [{ mode: weak, whose: "all" }];
    // Where the rule is not to hold, the exceptions are the shorter and the more telling list.
    const isRule = weak === mode && names.length + held.length === active.length;
    return [
      isRule ? { mode: weak, whose: "all-but", accounts: held } : { mode: weak, whose: "these", accounts: names },
    ];
  });
}
