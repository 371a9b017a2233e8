import type { Account } from "@/lib/contracts/accounts";
import type { Cooldown } from "@/lib/contracts/cooldowns";
import { effectiveMode, type GuardMode } from "@/lib/domain/guard-mode";

/** What the guard does for each account. */
export interface Guarding {
  /** For accounts without a mode of their own. */
  readonly mode: GuardMode;
  readonly accounts: readonly GuardedAccount[];
}

export type GuardedAccount = Pick<Account, "id" | "name" | "baseUrl" | "archivedAtMs" | "guardMode">;

/** Whose calls wait during a ban. `notHeld` are the names of the accounts whose calls go on. */
export type HoldReach =
  | { readonly kind: "all" | "none" }
  | { readonly kind: "some"; readonly notHeld: readonly string[] };

export type HeldScope = Pick<Cooldown, "scope" | "accountId" | "providerHost">;

/** What the server calls the address of the sandbox inside, whose port changes. */
const SANDBOX_HOST = "sandbox";

/**
 * Whose calls wait during these bans, by the mode of each account that they concern: an address ban concerns all that
 * call that address.
 *
 * @param guarding null while it is not known
 * @returns null where that is not known, or no account in use is concerned: then nothing is to be claimed
 */
export function readHoldReach(scopes: readonly HeldScope[], guarding: Guarding | null): HoldReach | null {
  if (guarding === null) return null;
  const concerned = guarding.accounts.filter(
    (account) => account.archivedAtMs === null && scopes.some((scope) => concerns(scope, account)),
  );
  if (concerned.length === 0) return null;
  const notHeld = concerned.filter(({ guardMode }) => effectiveMode(guardMode, guarding.mode) !== "enforce");
  if (notHeld.length === 0) return { kind: "all" };
  return notHeld.length === concerned.length
    ? { kind: "none" }
    : { kind: "some", notHeld: notHeld.map(({ name }) => name) };
}

const concerns = ({ scope, accountId, providerHost }: HeldScope, { id, baseUrl }: GuardedAccount): boolean =>
  scope === "account" ? id === accountId : hostOf(baseUrl) === providerHost;

const hostOf = (baseUrl: string | null): string => (baseUrl === null ? SANDBOX_HOST : new URL(baseUrl).host);
