import type {
  ErrorFrequencyQuery,
  ErrorFrequencyResponse,
  ErrorListQuery,
  ErrorListResponse,
} from "@/lib/contracts/errors";
import { periodWindow } from "@/lib/domain/period";
import type { AccountService } from "../accounts/account-service";
import { invalidField } from "../accounts/invalid-field";
import { formatPageCursor, parsePageCursor } from "../page-cursor";
import type { ProxyKeyRecords } from "../proxy-keys/proxy-key-records";
import type { ErrorEventStore } from "../store/error-events";
import type { TallyStore } from "../store/tallies";

export interface ErrorService {
  /** The newest errors first. @throws {RequestError} 400 for an unknown account or proxy key, or a malformed cursor */
  list(query: ErrorListQuery): Promise<ErrorListResponse>;
  /** The provider's errors over time by code, from tallies. @throws {RequestError} 400 for an unknown account or proxy key */
  getFrequency(query: ErrorFrequencyQuery): Promise<ErrorFrequencyResponse>;
}

export function createErrorService(parts: {
  readonly events: ErrorEventStore;
  readonly tallies: TallyStore;
  readonly accounts: Pick<AccountService, "resolveId" | "nameOf">;
  readonly proxyKeys: Pick<ProxyKeyRecords, "find">;
  readonly now: () => number;
}): ErrorService {
  const { events, tallies, accounts, proxyKeys, now } = parts;
  const accountIdOf = (account: string | undefined) =>
    account === undefined ? undefined : accounts.resolveId(account);
  const proxyKeyIdOf = (key: string | undefined) => {
    if (key === undefined || proxyKeys.find(key) !== undefined) return key;
    throw invalidField("key", "is not the id of a proxy key");
  };
  const labelOf = (proxyKeyId: string | null) =>
    proxyKeyId === null ? null : (proxyKeys.find(proxyKeyId)?.label ?? null);

  return {
    list: async ({ period, fromMs, toMs, code, account, key, origin, limit, cursor }) => {
      const window = period === undefined ? undefined : periodWindow(period, now());
      const found = await events.list(
        {
          fromMs: Math.max(fromMs ?? 0, window?.fromMs ?? 0),
          toMs: Math.min(toMs ?? Number.MAX_SAFE_INTEGER, window?.toMs ?? Number.MAX_SAFE_INTEGER),
          code,
          accountId: accountIdOf(account),
          proxyKeyId: proxyKeyIdOf(key),
          origin,
        },
        // One more than asked for tells whether there is a next page.
        limit + 1,
        cursor === undefined ? undefined : parsePageCursor(cursor),
      );
      const page = found.slice(0, limit);
      const last = page.at(-1);
      return {
        events: page.map((event) => ({
          ...event,
          proxyKey: labelOf(event.proxyKeyId),
          account: event.accountId === null ? null : accounts.nameOf(event.accountId),
        })),
        nextCursor: found.length > limit && last !== undefined ? formatPageCursor(last) : null,
      };
    },
    getFrequency: async ({ period, account, key }) => {
      const window = periodWindow(period, now());
      const rows = await tallies.listCodeBuckets(window, window.stepMs, {
        accountId: accountIdOf(account),
        proxyKeyId: proxyKeyIdOf(key),
      });
      const sums = new Map<string, number>();
      const buckets = new Map<number, Record<string, number>>();
      for (const { startMs, code, errors } of rows) {
        sums.set(code, (sums.get(code) ?? 0) + errors);
        // Codes come from outside: one may be called "__proto__".
        const bucket: Record<string, number> = buckets.get(startMs) ?? Object.create(null);
        bucket[code] = errors;
        buckets.set(startMs, bucket);
      }
      return {
        serverNowMs: now(),
        fromMs: window.fromMs,
        toMs: window.toMs,
        stepMs: window.stepMs,
        codes: [...sums]
          .map(([code, errors]) => ({ code, errors }))
          .sort((a, b) => b.errors - a.errors || a.code.localeCompare(b.code)),
        buckets: [...buckets].map(([startMs, errors]) => ({ startMs, errors })),
      };
    },
  };
}
