import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { type Caller, type CallersQuery, callersResponse } from "@/lib/contracts/proxy-keys";
import { fetchJson, toQuery } from "../api/fetch-json";

export const callersOptions = (accountId: string, query: CallersQuery) =>
  queryOptions({
    queryKey: ["callers", accountId, query],
    queryFn: ({ signal }) =>
      fetchJson(`/api/accounts/${encodeURIComponent(accountId)}/callers${toQuery(query)}`, callersResponse, signal),
  });

/** Who called with an account's keys over a period. Another period of the same account shows the last one meanwhile. */
export const useCallers = (accountId: string, query: CallersQuery) =>
  useQuery({ ...callersOptions(accountId, query), placeholderData: keepPreviousData });

/** The proxy keys that an account was called with in the last 30 days, revoked ones included. Whoever sees errors may ask. */
export function useAccountKeys(accountId: string | null): readonly Caller[] {
  const { data } = useQuery({ ...callersOptions(accountId ?? "", { period: "30d" }), enabled: accountId !== null });
  return data?.callers.filter(({ kind, proxyKeyId }) => kind === "proxy-key" && proxyKeyId !== null) ?? [];
}

/** One row of the table of callers. */
export interface CallerRow {
  readonly id: string;
  readonly kind: Caller["kind"];
  readonly proxyKeyId: string | null;
  /** The proxy key's; null for the others, which have words of their own. */
  readonly label: string | null;
  readonly person: string | null;
  readonly revoked: boolean;
  readonly calls: number;
  readonly errors: number;
  /** 0 to 1; null when the provider answered no call, for nothing of nothing is no share. */
  readonly errorShare: number | null;
  /** The row's part of all errors of the account, 0 to 1. It says who causes them. */
  readonly partOfErrors: number;
  readonly answeredHere: number;
  readonly codes: Caller["codes"];
  /** What the list of codes leaves out; null when it is whole. */
  readonly otherCodes: Caller["otherCodes"] | null;
}

/** Callers as the table shows them, in the server's order. */
export function prepareCallers(callers: readonly Caller[]): readonly CallerRow[] {
  const allErrors = callers.reduce((sum, { errors }) => sum + errors, 0);
  return callers.map((caller) => ({
    id: caller.proxyKeyId ?? caller.kind,
    kind: caller.kind,
    proxyKeyId: caller.proxyKeyId,
    label: caller.label,
    person: caller.person,
    revoked: caller.revoked,
    calls: caller.calls,
    errors: caller.errors,
    errorShare: caller.calls === 0 ? null : caller.errors / caller.calls,
    partOfErrors: allErrors === 0 ? 0 : caller.errors / allErrors,
    answeredHere: caller.answeredHere,
    codes: caller.codes,
    otherCodes: caller.otherCodes.codes === 0 ? null : caller.otherCodes,
  }));
}
