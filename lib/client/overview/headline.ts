import type { AccountBalance } from "@/lib/contracts/balances";
import type { Cooldown } from "@/lib/contracts/cooldowns";
import type { HealthResponse } from "@/lib/contracts/health";
import type { OverviewResponse } from "@/lib/contracts/overview";
import type { GuardMode } from "@/lib/domain/guard-mode";
import { WRONG_KEY_CODE } from "../cooldowns/cooldown-cards";
import { isRunningBan, isRunningEmpty } from "../cooldowns/count-running";
import { errorsHref } from "../errors/error-filter";
import { type GuardedAccount, type HeldScope, type HoldReach, readHoldReach } from "../guard/hold-reach";
import type { RunningQuiet } from "../maintenance/running-quiet";
import type { FiringAlerts } from "./firing-alerts";

/** What the headline is made of. Null is what has not been loaded, or could not be. */
export interface HeadlineSources {
  readonly cooldowns:
    | readonly Pick<
        Cooldown,
        | "scope"
        | "state"
        | "code"
        | "isDrill"
        | "account"
        | "accountId"
        | "providerName"
        | "providerHost"
        | "untilMs"
        | "endedAtMs"
      >[]
    | null;
  readonly balances:
    | readonly Pick<
        AccountBalance,
        "account" | "balance" | "unit" | "level" | "lookUpFailure" | "lowBalance" | "criticalBalance"
      >[]
    | null;
  readonly health: Pick<HealthResponse, "degraded" | "reasons"> | null;
  readonly accounts: readonly GuardedAccount[] | null;
  /** Without it nobody knows whether bans are timed and calls held. */
  readonly guardMode: GuardMode | null;
  readonly lastHour: Pick<OverviewResponse["current"], "calls" | "answeredHere"> | null;
  /** muted: open ones that nobody is told of, because of a maintenance or of another that explains them. */
  readonly alerts: { readonly firing: FiringAlerts | null; readonly muted: number } | null;
  readonly maintenance: { readonly quiet: RunningQuiet | null } | null;
}

export type HeadlineTone = "success" | "warning" | "critical" | "info";

/** What a hold is about, with whose calls wait; null where that is not known. */
type Hold = { readonly reach: HoldReach | null };

/** What a ban is about, and how many more bans run besides. */
type Ban = Hold & { readonly otherBans: number };

type BalanceKind = "balance-empty" | "balance-critical" | "balance-low" | "balance-unread";

/** How things stand, in one line. `href` leads to the thing it speaks of; null where there is nothing to open. */
export type Headline = { readonly tone: HeadlineTone; readonly href: string | null } & (
  | (Ban & { readonly kind: "ip-banned"; readonly providerName: string; readonly untilMs: number })
  | (Ban & { readonly kind: "key-banned" | "key-wrong"; readonly account: string | null })
  | (Ban & { readonly kind: "account-banned"; readonly account: string | null; readonly untilMs: number })
  /** No balance, so that `createTask` waits where the guard enforces. */
  | (Hold & { readonly kind: "balance-held"; readonly account: string | null; readonly otherAccounts: number })
  /** The time is over, but nobody knows yet whether the ban is. */
  | (Hold & { readonly kind: "ban-probing"; readonly providerName: string })
  | { readonly kind: "drill" }
  | {
      readonly kind: BalanceKind;
      readonly account: string;
      readonly otherAccounts: number;
      readonly balance: string | null;
      readonly unit: string;
    }
  | { readonly kind: "provider-silent"; readonly unanswered: number; readonly calls: number }
  | { readonly kind: "degraded"; readonly reasons: HealthResponse["reasons"] }
  /** Alerts that nobody has yet, and that say more than the rest does. */
  | (FiringAlerts & { readonly kind: "firing" })
  /** Nothing is told of what a maintenance covers, so that nothing can be said of it either. */
  | (RunningQuiet & { readonly kind: "quiet"; readonly muted: number })
  /** Nobody is told of them, but they are not over. */
  | { readonly kind: "muted"; readonly count: number }
  | { readonly kind: "no-account" }
  | { readonly kind: "unknown" }
  /** Without any threshold there is nothing to say about balances. */
  | { readonly kind: "clear"; readonly hasThreshold: boolean }
);

const COOLDOWNS_HREF = "#cooldowns";
const BALANCES_HREF = "#balances";
const SETUP_HREF = "/setup";
const ALERTS_HREF = "/alerts";
const MAINTENANCE_HREF = "/alerts/maintenance";

/** The calls of the last hour that got no answer. */
export const UNANSWERED_HREF = errorsHref({ origin: "transport", period: "1h" });

/** From this share of all calls to providers on, a missing answer is no single event any more. */
const SILENT_SHARE = 0.5;
/** So few calls may all have failed by chance. */
const SILENT_ABOVE_CALLS = 5;

/**
 * The one thing that matters most: a ban of an address, which stops every account there, then a key that waits for a
 * person, a timed ban of an account, an account that is held without balance, an empty balance, a provider that does not
 * answer, a critical balance, a ban that is being asked about, recording that is degraded, a low balance, a balance that
 * could not be read, a rehearsal. Alerts that fire come before all of it that is less bad than the worst of them; as bad
 * as that, what is known here of the thing itself says more than its alert.
 *
 * "All clear" is said only when every source says so, no alert fires, none is muted and no maintenance runs; as long as
 * a source is missing it is "unknown" instead.
 *
 * @param nowMs by the server's clock; a ban whose time is over is one that is being asked about
 */
export function prepareHeadline(sources: HeadlineSources, nowMs: number): Headline {
  const own = describeOwn(sources, nowMs);
  const firing = describeFiring(sources.alerts?.firing ?? null);
  if (firing === null) return own ?? describeRest(sources);
  return own !== null && TONE_RANKS[own.tone] <= TONE_RANKS[firing.tone] ? own : firing;
}

/** The worst first. */
const TONE_RANKS: Readonly<Record<HeadlineTone, number>> = { critical: 0, warning: 1, info: 2, success: 3 };

/** Those of a rehearsal alone are no more than the rehearsal. */
function describeFiring(firing: FiringAlerts | null): Headline | null {
  if (firing === null) return null;
  const { worst } = firing;
  const tone = worst === null ? "warning" : worst.facts.isDrill ? "info" : worst.severity;
  return { tone, href: ALERTS_HREF, kind: "firing", ...firing };
}

/** What the bans, balances and the recording say; null when it is nothing. */
function describeOwn(sources: HeadlineSources, nowMs: number): Headline | null {
  const { balances, health, lastHour } = sources;
  const running = (sources.cooldowns ?? []).filter(({ endedAtMs }) => endedAtMs === null);
  const bans = running.filter(isRunningBan);
  const { accounts, guardMode } = sources;
  const reachOf: ReachOf = (scopes) =>
    readHoldReach(scopes, accounts === null || guardMode === null ? null : { mode: guardMode, accounts });
  return (
    describeBans(bans, reachOf, nowMs) ??
    describeHeldBalances(running.filter(isRunningEmpty), reachOf) ??
    describeBalances(balances ?? [], "empty") ??
    describeSilence(lastHour) ??
    describeBalances(balances ?? [], "critical") ??
    describeProbing(bans, reachOf, nowMs) ??
    describeHealth(health) ??
    describeBalances(balances ?? [], "low") ??
    describeUnread(balances ?? []) ??
    (running.some(({ isDrill }) => isDrill) ? { tone: "info", href: COOLDOWNS_HREF, kind: "drill" } : null)
  );
}

type Running = NonNullable<HeadlineSources["cooldowns"]>;

type ReachOf = (scopes: readonly HeldScope[]) => HoldReach | null;

/** Counting down still; the others are being asked about. */
const isCooling = ({ state, untilMs }: Running[number], nowMs: number): boolean =>
  state === "cooling" && untilMs !== null && untilMs > nowMs;

function describeBans(bans: Running, reachOf: ReachOf, nowMs: number): Headline | null {
  const base = { tone: "critical", href: COOLDOWNS_HREF, otherBans: bans.length - 1 } as const;
  const cooling = bans.filter((ban) => isCooling(ban, nowMs));

  const address = latestOf(cooling.filter(({ scope }) => scope === "egress"));
  if (address) {
    const { providerName, untilMs } = address;
    return { ...base, kind: "ip-banned", providerName, untilMs, reach: reachOf([address]) };
  }
  const blocked = bans.find(({ state }) => state === "blocked");
  if (blocked) {
    const kind = blocked.code === WRONG_KEY_CODE ? "key-wrong" : "key-banned";
    return { ...base, kind, account: blocked.account, reach: reachOf([blocked]) };
  }
  const timed = latestOf(cooling);
  if (!timed) return null;
  return { ...base, kind: "account-banned", account: timed.account, untilMs: timed.untilMs, reach: reachOf([timed]) };
}

/** The one that ends last. */
function latestOf(cooling: Running): (Running[number] & { readonly untilMs: number }) | undefined {
  return cooling
    .flatMap((ban) => (ban.untilMs === null ? [] : [{ ...ban, untilMs: ban.untilMs }]))
    .sort((a, b) => b.untilMs - a.untilMs)[0];
}

function describeHeldBalances(held: Running, reachOf: ReachOf): Headline | null {
  if (!held[0]) return null;
  const { account } = held[0];
  const others = { otherAccounts: held.length - 1, reach: reachOf(held) };
  return { tone: "critical", href: COOLDOWNS_HREF, kind: "balance-held", account, ...others };
}

function describeProbing(bans: Running, reachOf: ReachOf, nowMs: number): Headline | null {
  const probing = bans.filter((ban) => (ban.state === "cooling" && !isCooling(ban, nowMs)) || ban.state === "probing");
  if (!probing[0]) return null;
  const { providerName } = probing[0];
  return { tone: "warning", href: COOLDOWNS_HREF, kind: "ban-probing", providerName, reach: reachOf(probing) };
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
  const quiet = sources.maintenance?.quiet ?? null;
  const muted = sources.alerts?.muted ?? 0;
  if (quiet !== null) return { tone: "info", href: MAINTENANCE_HREF, kind: "quiet", ...quiet, muted };
  if (muted > 0) return { tone: "info", href: ALERTS_HREF, kind: "muted", count: muted };
  const hasThreshold = (balances ?? []).some(
    (balance) => balance.lowBalance !== null || balance.criticalBalance !== null,
  );
  return { tone: "success", href: null, kind: "clear", hasThreshold };
}
