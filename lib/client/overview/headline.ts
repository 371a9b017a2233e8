import type { Account } from "@/lib/contracts/accounts";
import type { AccountBalance } from "@/lib/contracts/balances";
import type { Cooldown } from "@/lib/contracts/cooldowns";
import type { HealthResponse } from "@/lib/contracts/health";
import type { OverviewResponse } from "@/lib/contracts/overview";
import { errorsHref } from "../errors/error-filter";

/** What the headline is made of. Null is what has not been loaded, or could not be. */
export interface HeadlineSources {
  readonly cooldowns: readonly Pick<Cooldown, "scope" | "account" | "providerName" | "untilMs" | "endedAtMs">[] | null;
  readonly balances:
    | readonly Pick<
        AccountBalance,
        "account" | "balance" | "unit" | "level" | "lookUpFailure" | "lowBalance" | "criticalBalance"
      >[]
    | null;
  readonly health: Pick<HealthResponse, "degraded" | "reasons"> | null;
  readonly accounts: readonly Pick<Account, "archivedAtMs">[] | null;
  readonly lastHour: Pick<OverviewResponse["current"], "calls" | "answeredHere"> | null;
}

export type HeadlineTone = "success" | "warning" | "critical" | "info";

type BalanceKind = "balance-empty" | "balance-critical" | "balance-low" | "balance-unread";

/** How things stand, in one line. `href` leads to the thing it speaks of; null where there is nothing to open. */
export type Headline = { readonly tone: HeadlineTone; readonly href: string | null } & (
  | { readonly kind: "key-banned"; readonly account: string | null; readonly otherBans: number }
  | { readonly kind: "ip-banned"; readonly providerName: string; readonly untilMs: number }
  | { readonly kind: "account-banned"; readonly account: string | null; readonly untilMs: number }
  | { readonly kind: "several-bans"; readonly bans: number; readonly untilMs: number }
  | {
      readonly kind: BalanceKind;
      readonly account: string;
      readonly otherAccounts: number;
      readonly balance: string | null;
      readonly unit: string;
    }
  | { readonly kind: "provider-silent"; readonly unanswered: number; readonly calls: number }
  | { readonly kind: "degraded"; readonly reasons: HealthResponse["reasons"] }
  | { readonly kind: "no-account" }
  | { readonly kind: "unknown" }
  /** Without any threshold there is nothing to say about balances. */
  | { readonly kind: "clear"; readonly hasThreshold: boolean }
);

const COOLDOWNS_HREF = "#cooldowns";
const BALANCES_HREF = "#balances";
const SETUP_HREF = "/setup";

/** The calls of the last hour that got no answer. */
export const UNANSWERED_HREF = errorsHref({ origin: "transport", period: "1h" });

/** From this share of all calls to providers on, a missing answer is no single event any more. */
const SILENT_SHARE = 0.5;
/** So few calls may all have failed by chance. */
const SILENT_ABOVE_CALLS = 5;

/**
 * The one thing that matters most: a banned key, then running bans, an empty balance, a provider that does not
 * answer, a critical balance, recording that is degraded, a low balance, a balance that could not be read.
 *
 * "All clear" is said only when every source says so; as long as one is missing it is "unknown" instead.
 *
 * @param nowMs by the server's clock; a ban whose time is over counts no more
 */
export function prepareHeadline(sources: HeadlineSources, nowMs: number): Headline {
  const { balances, health, lastHour } = sources;
  return (
    describeBans(sources.cooldowns ?? [], nowMs) ??
    describeBalances(balances ?? [], "empty") ??
    describeSilence(lastHour) ??
    describeBalances(balances ?? [], "critical") ??
    describeHealth(health) ??
    describeBalances(balances ?? [], "low") ??
    describeUnread(balances ?? []) ??
    describeRest(sources)
  );
}

function describeBans(cooldowns: NonNullable<HeadlineSources["cooldowns"]>, nowMs: number): Headline | null {
  const running = cooldowns.filter(
    ({ untilMs, endedAtMs }) => endedAtMs === null && (untilMs === null || untilMs > nowMs),
  );
  const base = { tone: "critical", href: COOLDOWNS_HREF } as const;
  const blocked = running.find(({ untilMs }) => untilMs === null);
  if (blocked) return { ...base, kind: "key-banned", account: blocked.account, otherBans: running.length - 1 };

  const [first] = running;
  if (!first) return null;
  const untilMs = Math.max(...running.map((cooldown) => cooldown.untilMs ?? 0));
  if (running.length > 1) return { ...base, kind: "several-bans", bans: running.length, untilMs };
  if (first.scope === "account") return { ...base, kind: "account-banned", account: first.account, untilMs };
  return { ...base, kind: "ip-banned", providerName: first.providerName, untilMs };
}

function describeSilence(lastHour: HeadlineSources["lastHour"]): Headline | null {
  if (lastHour === null) return null;
  const unanswered = lastHour.answeredHere.transport;
  const calls = lastHour.calls + unanswered;
  if (unanswered <= SILENT_ABOVE_CALLS || unanswered < calls * SILENT_SHARE) return null;
  return { tone: "critical", href: UNANSWERED_HREF, kind: "provider-silent", unanswered, calls };
}

const TONE_BY_LEVEL = { empty: "critical", critical: "critical", low: "warning" } as const;

function describeBalances(
  balances: NonNullable<HeadlineSources["balances"]>,
  level: keyof typeof TONE_BY_LEVEL,
): Headline | null {
  return pickBalance(
    balances.filter((balance) => balance.level === level),
    `balance-${level}`,
    TONE_BY_LEVEL[level],
  );
}

function describeUnread(balances: NonNullable<HeadlineSources["balances"]>): Headline | null {
  return pickBalance(
    balances.filter(({ lookUpFailure }) => lookUpFailure !== null),
    "balance-unread",
    "warning",
  );
}

function pickBalance(
  found: NonNullable<HeadlineSources["balances"]>,
  kind: BalanceKind,
  tone: HeadlineTone,
): Headline | null {
  const [first] = found;
  if (!first) return null;
  const { account, balance, unit } = first;
  return { tone, href: BALANCES_HREF, kind, account, balance, unit, otherAccounts: found.length - 1 };
}

function describeHealth(health: HeadlineSources["health"]): Headline | null {
  return health?.degraded ? { tone: "warning", href: null, kind: "degraded", reasons: health.reasons } : null;
}

function describeRest(sources: HeadlineSources): Headline {
  const { accounts, balances } = sources;
  if (accounts?.every(({ archivedAtMs }) => archivedAtMs !== null)) {
    return { tone: "info", href: SETUP_HREF, kind: "no-account" };
  }
  if (Object.values(sources).includes(null)) return { tone: "warning", href: null, kind: "unknown" };
  const hasThreshold = (balances ?? []).some(
    (balance) => balance.lowBalance !== null || balance.criticalBalance !== null,
  );
  return { tone: "success", href: null, kind: "clear", hasThreshold };
}
