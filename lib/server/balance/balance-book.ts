import { randomUUID } from "node:crypto";
import { compareDecimal, parseDecimal, readBalanceText } from "@/lib/domain/balance";
import type { BalanceSample, BalanceSampleStore } from "../store/balance-samples";

export interface LookUpFailure {
  readonly code: string;
  readonly description: string;
  readonly atMs: number;
}

export interface KnownBalance {
  /** Canonical decimal text; null before the first. */
  readonly balance: string | null;
  readonly atMs: number | null;
  /** Why the newest look-up brought none; null when it did. */
  readonly failure: LookUpFailure | null;
}

/** What is known of each account's balance now. Samples are kept in the database for the sparkline and the forecast. */
export interface BalanceBook {
  get(accountId: string): KnownBalance;
  /**
   * Takes a balance off a successful `getBalance` reply; a reply without one that can be read changes nothing.
   *
   * @returns the balance, null when there is none to read
   */
  noteReply(accountId: string, body: Uint8Array, source: BalanceSample["source"], atMs: number): string | null;
  noteFailure(accountId: string, failure: LookUpFailure): void;
}

const UNKNOWN: KnownBalance = { balance: null, atMs: null, failure: null };

/** A program that asks all the time must not fill the database: between samples of a call lies at least this time. */
const SAMPLE_GAP_MS = 30_000;

/** The balance in a `getBalance` reply, as canonical decimal text; null when there is none to read. */
export function readBalance(body: Uint8Array): string | null {
  const text = readBalanceText(new TextDecoder().decode(body));
  return text === null ? null : parseDecimal(text);
}

/**
 * @param options.onChange told when the book says something else than before
 * @param options.onSaveFailed told when a sample could not be stored; the next one comes in minutes
 */
export async function openBalanceBook(
  samples: BalanceSampleStore,
  options: { onChange: () => void; onSaveFailed: (error: unknown) => void },
): Promise<BalanceBook> {
  const known = new Map<string, KnownBalance>();
  const sampledAtMs = new Map<string, number>();
  for (const { accountId, balance, atMs } of await samples.listLatest()) {
    known.set(accountId, { balance, atMs, failure: null });
    sampledAtMs.set(accountId, atMs);
  }

  return {
    get: (accountId) => known.get(accountId) ?? UNKNOWN,
    noteReply: (accountId, body, source, atMs) => {
      const balance = readBalance(body);
      if (balance === null) return null;
      const before = known.get(accountId) ?? UNKNOWN;
      known.set(accountId, { balance, atMs, failure: null });
      const same = before.balance !== null && compareDecimal(before.balance, balance) === 0;
      // A clock that was set back must not silence the curve until it has caught up.
      const elapsedMs = Math.abs(atMs - (sampledAtMs.get(accountId) ?? Number.NEGATIVE_INFINITY));
      if (elapsedMs >= SAMPLE_GAP_MS) {
        sampledAtMs.set(accountId, atMs);
        samples.add({ id: randomUUID(), accountId, atMs, balance, source }).catch(options.onSaveFailed);
      }
      if (!same || before.failure !== null || elapsedMs >= SAMPLE_GAP_MS) options.onChange();
      return balance;
    },
    noteFailure: (accountId, failure) => {
      known.set(accountId, { ...(known.get(accountId) ?? UNKNOWN), failure });
      options.onChange();
    },
  };
}
