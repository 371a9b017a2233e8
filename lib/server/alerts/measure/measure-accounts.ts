import type { Reading } from "@/lib/domain/alert-lifecycle/state";
import type { RuleSettings } from "@/lib/domain/alert-rules/rule-settings";
import { isAboveZero } from "@/lib/domain/balance";
import type { CooldownRecord } from "../../store/cooldowns";
import { errorRate, shareOf } from "./call-rates";
import { cooldownFacts, cooldownKindOf } from "./cooldown-kind";
import { balanceThreshold, type OwnThresholds, readBalance } from "./measure-balance";
import { readSilence, silenceMinutes } from "./measure-silence";
import { type Measurement, measurementOf, readNumber } from "./measurement";
import { accountFacts, accountSubject, accountsIn, type ScopedAccount } from "./rule-subjects";
import type { Snapshot } from "./snapshot";

/** What is known of accounts in memory. */
export interface AccountSources {
  readonly listAccounts: () => readonly ScopedAccount[];
  readonly thresholdsOf: (accountId: string) => OwnThresholds & { readonly unit: string | null };
  /** Canonical decimal text; null for one that is not known. */
  readonly balanceOf: (accountId: string) => string | null;
}

type MeasureAccount = (account: ScopedAccount) => {
  readonly reading: Reading;
  readonly facts: () => Partial<Omit<Measurement["facts"], "subject">>;
};

const DRY: Reading = { kind: "breach" };
const CALM: Reading = { kind: "clear" };
const UNKNOWN: Reading = { kind: "no-data" };

const isNothingLeft = (balance: string | null): boolean => balance !== null && !isAboveZero(balance);

/** Account cooldowns of one kind, by account. */
const runningOf = (running: readonly CooldownRecord[], when: RuleSettings["when"]) =>
  new Map(
    running
      .filter((cooldown) => cooldown.scope === "account" && cooldownKindOf(cooldown) === when)
      .map((cooldown) => [cooldown.scopeKey, cooldown]),
  );

/** Measures one rule for each account of its scope. */
export function measureAccounts(
  settings: RuleSettings,
  sources: AccountSources,
  now: { readonly running: readonly CooldownRecord[]; readonly snapshot: Snapshot | null; readonly nowMs: number },
): Measurement[] {
  const measure = measureOf(settings, sources, now);
  return accountsIn(settings.scope, sources.listAccounts()).map((account) => {
    const { reading, facts } = measure(account);
    return measurementOf(accountSubject(account), reading, () => ({ ...accountFacts(account), ...facts() }));
  });
}

function measureOf(
  settings: RuleSettings,
  { balanceOf, thresholdsOf }: AccountSources,
  { running, snapshot, nowMs }: Parameters<typeof measureAccounts>[2],
): MeasureAccount {
  const { when, threshold, scope, minCalls, windowMinutes } = settings;
  const balanceFacts = (id: string) => ({ balance: balanceOf(id), unit: thresholdsOf(id).unit });

  switch (when) {
    case "low-balance":
      return ({ id }) => {
        const balance = balanceOf(id);
        const limit = balanceThreshold(settings, thresholdsOf(id));
        const value = balance === null ? null : Number(balance);
        return {
          reading: readBalance(balance, limit, settings.clearAt),
          facts: () => ({ ...balanceFacts(id), value, threshold: limit === null ? null : Number(limit) }),
        };
      };
    case "time-to-empty":
      return ({ id }) => {
        const value = snapshot?.hoursLeft.get(id) ?? null;
        return { reading: readNumber(value, settings), facts: () => ({ ...balanceFacts(id), value, threshold }) };
      };
    case "error-rate":
      return ({ id }) => {
        if (snapshot === null) return { reading: UNKNOWN, facts: () => ({ threshold }) };
        const rate = errorRate(snapshot.windows.get(windowMinutes ?? 0)?.get(id) ?? [], scope);
        const value = shareOf(rate, minCalls);
        return { reading: readNumber(value, settings), facts: () => ({ ...rate, value, threshold }) };
      };
    case "no-traffic":
      return ({ id }) => {
        const last = snapshot?.lastCalls.get(id) ?? null;
        const value = last === null ? null : silenceMinutes(last, nowMs);
        return {
          reading: readSilence(last, settings, nowMs),
          facts: () => ({ value, threshold, calls: last?.calls ?? null }),
        };
      };
    default: {
      const cooldowns = runningOf(running, when);
      return ({ id }) => {
        const cooldown = cooldowns.get(id);
        const isDry = cooldown !== undefined || (when === "zero-balance" && isNothingLeft(balanceOf(id)));
        return {
          reading: isDry ? DRY : CALM,
          facts: () => ({
            ...(when === "zero-balance" ? balanceFacts(id) : {}),
            ...(cooldown === undefined ? {} : cooldownFacts(cooldown)),
          }),
        };
      };
    }
  }
}
