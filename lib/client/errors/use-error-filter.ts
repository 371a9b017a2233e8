import { useQueryStates } from "nuqs";
import type { Period } from "@/lib/domain/period";
import { useAccounts } from "../accounts/accounts";
import { useAccountKeys } from "../accounts/callers";
import { usePeriod } from "../clock/use-period";
import {
  accountOfKeys,
  type ErrorFilterState,
  errorFilterParsers,
  isChanged,
  isNarrowed,
  readErrorFilter,
  toErrorQuery,
} from "./error-filter";

const NOTHING = { code: null, account: null, key: null, origin: null, fromMs: null, toMs: null } as const;

/**
 * What the errors page is narrowed to, kept in its address. A choice adds to the history, so "back" undoes it.
 *
 * An account that does not exist is left out of the query and named in `missingAccount`; until the accounts are known
 * `ready` is false for a filter that names one.
 */
export function useErrorFilter() {
  const [period] = usePeriod();
  const [, setPeriod] = usePeriod();
  const [raw, setRaw] = useQueryStates(errorFilterParsers, { history: "push" });
  const accounts = useAccounts();
  const read = readErrorFilter(raw);
  const known = accounts.data?.accounts.find(({ id, name }) => read.account === id || read.account === name);
  const missingAccount = read.account !== null && accounts.data !== undefined && !known ? read.account : null;
  const state: ErrorFilterState = missingAccount === null ? read : { ...read, account: null };
  const offered = accountOfKeys(accounts.data?.accounts ?? [], known);

  return {
    period,
    state,
    /** The proxy keys that called the chosen account lately, or the only one; none as long as there is a choice. */
    keys: useAccountKeys(offered?.id ?? null),
    /** The keys of several accounts cannot be offered at once. */
    keysNeedAccount: offered === null && (accounts.data?.accounts.length ?? 0) > 1,
    query: toErrorQuery(state, period),
    ready: read.account === null || !accounts.isPending,
    changed: isChanged(state),
    narrowed: isNarrowed(state),
    leavesOutHeld: state.origin === null,
    missingAccount,
    accounts: accounts.data?.accounts ?? [],
    accountName: known?.name ?? state.account,
    change: (changes: Partial<ErrorFilterState>) => void setRaw(changes),
    /** Another period takes the place of a stretch of time. */
    choosePeriod: (next: Period) => {
      void setPeriod(next, { history: "push" });
      void setRaw({ fromMs: null, toMs: null });
    },
    reset: () => void setRaw(NOTHING),
  };
}
