import type { HeldCallerRecord } from "@/lib/server/store/cooldowns";
import type { ErrorRecord } from "@/lib/server/store/error-events";
import { type HistoryAccount, type HistoryProgram, pickProgram } from "./history-account";

/** The part of the calls during a ban that comes from the program whose doing it was. */
const CULPRITS_PART = 0.72;

type CalledBy = Pick<HeldCallerRecord, "accountId" | "proxyKeyId" | "method">;

function countCallers(calls: readonly CalledBy[], as: "held" | "observed"): HeldCallerRecord[] {
  const callers = new Map<string, HeldCallerRecord>();
  for (const { accountId, proxyKeyId, method } of calls) {
    const key = `${accountId} ${proxyKeyId} ${method}`;
    const before = callers.get(key) ?? { accountId, proxyKeyId, method, held: 0, observed: 0 };
    callers.set(key, { ...before, [as]: before[as] + 1 });
  }
  return [...callers.values()].sort((a, b) => b.held + b.observed - a.held - a.observed);
}

/** Who called while the guard only observed: every reply but the one that began it was such a call. */
export const observedCallers = (errors: readonly ErrorRecord[]): HeldCallerRecord[] =>
  countCallers(
    errors.slice(1).flatMap(({ accountId, ...call }) => (accountId === null ? [] : [{ accountId, ...call }])),
    "observed",
  );

/**
 * Who called while the guard held.
 *
 * @param victims the accounts that had to wait
 * @param culprit goes on calling its method most of all; null when nobody stands out
 */
export function heldCallers(
  held: number,
  victims: readonly HistoryAccount[],
  culprit: { readonly account: HistoryAccount; readonly caller: HistoryProgram; readonly method: string } | null,
  methods: readonly [string, ...string[]],
  random: () => number,
): HeldCallerRecord[] {
  const calls = Array.from({ length: held }, (_, index): CalledBy => {
    if (culprit !== null && random() < CULPRITS_PART) {
      return { accountId: culprit.account.id, proxyKeyId: culprit.caller.proxyKeyId, method: culprit.method };
    }
    const account = victims[index % victims.length];
    if (account === undefined) throw new RangeError("somebody has to wait");
    const method = methods[Math.floor(random() * methods.length)] ?? methods[0];
    return { accountId: account.id, proxyKeyId: pickProgram(account, method, "callers", random).proxyKeyId, method };
  });
  return countCallers(calls, "held");
}
