import type { Caller, CallersQuery, CallersResponse } from "@/lib/contracts/proxy-keys";
import { periodWindow } from "@/lib/domain/period";
import type { AccountService } from "../accounts/account-service";
import type { CallerTotal, TallyStore } from "../store/tallies";
import type { ProxyKeyRecords } from "./proxy-key-records";

export interface CallerService {
  /**
   * Who called an account in the period and what came of it, the one with most errors first; a revoked key too, when it
   * called. @throws {RequestError} 404 for an unknown account
   */
  list(accountId: string, query: CallersQuery): Promise<CallersResponse>;
}

const MAX_CODES = 3;

type Sums = Pick<Caller, "calls" | "errors" | "answeredHere" | "codes" | "otherCodes">;

function sum(totals: readonly CallerTotal[]): Sums {
  const sumOf = (some: readonly CallerTotal[]) => some.reduce((calls, total) => calls + total.calls, 0);
  const answered = totals.filter(({ origin }) => origin === "upstream");
  const failed = answered.filter(({ code }) => code !== "");
  const ranked = [...failed].sort((a, b) => b.calls - a.calls || a.code.localeCompare(b.code));
  const others = ranked.slice(MAX_CODES);
  return {
    calls: sumOf(answered),
    errors: sumOf(failed),
    answeredHere: sumOf(totals) - sumOf(answered),
    codes: ranked.slice(0, MAX_CODES).map(({ code, calls }) => ({ code, errors: calls })),
    otherCodes: { codes: others.length, errors: sumOf(others) },
  };
}

export function createCallerService(parts: {
  readonly tallies: Pick<TallyStore, "sumByCaller">;
  readonly accounts: Pick<AccountService, "get">;
  readonly proxyKeys: Pick<ProxyKeyRecords, "find">;
  readonly personNames: () => Promise<ReadonlyMap<string, string>>;
  readonly now: () => number;
}): CallerService {
  const { tallies, accounts, proxyKeys, personNames, now } = parts;

  const nameCaller = (
    { source, proxyKeyId }: CallerTotal,
    names: ReadonlyMap<string, string>,
  ): Omit<Caller, keyof Sums> => {
    if (proxyKeyId === "") {
      const kind = source === "program" ? "account-key" : source;
      return { kind, proxyKeyId: null, label: null, person: null, revoked: false };
    }
    const record = proxyKeys.find(proxyKeyId);
    const userId = record?.userId ?? null;
    return {
      kind: "proxy-key",
      proxyKeyId,
      label: record?.label ?? null,
      person: userId === null ? null : (names.get(userId) ?? null),
      revoked: typeof record?.revokedAtMs === "number",
    };
  };

  return {
    list: async (accountId, { period }) => {
      accounts.get(accountId);
      const window = periodWindow(period, now());
      const [totals, names] = await Promise.all([tallies.sumByCaller(window, accountId), personNames()]);
      const byCaller = new Map<string, CallerTotal[]>();
      for (const total of totals) {
        const key = `${total.source} ${total.proxyKeyId}`;
        byCaller.set(key, [...(byCaller.get(key) ?? []), total]);
      }
      const callers = [...byCaller.values()].flatMap((own) =>
        own[0] === undefined ? [] : [{ ...nameCaller(own[0], names), ...sum(own) }],
      );
      return {
        serverNowMs: now(),
        fromMs: window.fromMs,
        toMs: window.toMs,
        callers: callers.sort((a, b) => b.errors - a.errors || b.calls - a.calls || b.answeredHere - a.answeredHere),
      };
    },
  };
}
