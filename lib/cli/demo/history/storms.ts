import type { CooldownRecord, ProbeRecord } from "@/lib/server/store/cooldowns";
import type { ErrorRecord } from "@/lib/server/store/error-events";
import { pickWeighted } from "../seeded-random";
import { type BannedScope, makeBan, makeCooldown } from "./bans";
import { type HistoryAccount, pickProgram } from "./history-account";
import { makeError } from "./make-error";
import type { BanPlan, StormPlan } from "./storm-plans";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** From the ban that an empty balance led to until somebody had topped up. */
const TOPPED_UP_MINUTES = 20;

/** A storm's errors, and the bans that it ended in. */
export interface Storm {
  readonly errors: readonly ErrorRecord[];
  readonly cooldowns: readonly CooldownRecord[];
  readonly probes: readonly ProbeRecord[];
}

/** When a storm begins, and when its own errors end. */
export function stormWindow(plan: StormPlan, nowMs: number): { fromMs: number; toMs: number } {
  const fromMs = nowMs - plan.hoursAgo * HOUR_MS;
  return { fromMs, toMs: fromMs + plan.minutes * MINUTE_MS };
}

/** From the first call on an empty balance until somebody had topped up; null for a storm of another kind. */
export function emptyWindow(plan: StormPlan, nowMs: number): { fromMs: number; toMs: number } | null {
  if (plan.kinds[0].code !== "ERROR_ZERO_BALANCE") return null;
  const { fromMs, toMs } = stormWindow(plan, nowMs);
  return { fromMs, toMs: toMs + (plan.ban?.end?.afterMinutes ?? TOPPED_UP_MINUTES) * MINUTE_MS };
}

/** An empty balance is waited for as well, even where calling on it has led to a worse ban. */
function findEmptyBan(plan: StormPlan, nowMs: number): BanPlan | null {
  const empty = emptyWindow(plan, nowMs);
  if (empty === null || plan.ban?.code === "ERROR_ZERO_BALANCE") return null;
  const afterMinutes = (empty.toMs - empty.fromMs) / MINUTE_MS;
  return { code: "ERROR_ZERO_BALANCE", errors: plan.errors, end: { afterMinutes, how: "balance" } };
}

/** A rehearsal's calls are Banwatch's own. */
const asDrill = (errors: readonly ErrorRecord[]): ErrorRecord[] =>
  errors.map((error) => ({ ...error, source: "drill", proxyKeyId: null, callerAddress: null }));

function makeOwnErrors(plan: StormPlan, { account, culprit }: BannedScope, nowMs: number, random: () => number) {
  const { fromMs, toMs } = stormWindow(plan, nowMs);
  return Array.from({ length: plan.errors }, () => {
    // The mean of two draws lies in the middle more often. A storm that ends in a ban is cut off at its height.
    const place = plan.ban === undefined ? (random() + random()) / 2 : Math.sqrt(random());
    const kind = pickWeighted(plan.kinds, random);
    const caller = culprit ?? pickProgram(account, kind.method, "callers", random);
    return makeError(account, caller, kind, fromMs + place * (toMs - fromMs), random);
  });
}

/** The errors of a storm, and the cooldowns if it ended in a ban. It swells and ebbs away. */
export function makeStorm(
  plan: StormPlan,
  accounts: readonly HistoryAccount[],
  nowMs: number,
  random: () => number,
): Storm {
  const account = accounts.find(({ member }) => member.name === plan.account);
  if (account === undefined) return { errors: [], cooldowns: [], probes: [] };
  const isDrill = plan.isDrill === true;
  const scope: BannedScope = {
    account,
    neighbours: accounts.filter((other) => other !== account && other.member.provider === account.member.provider),
    culprit: isDrill
      ? account.programs.find(({ proxyKeyId }) => proxyKeyId === null)
      : account.programs.find(({ program }) => program.label === plan.program),
    method: plan.kinds[0].method,
    isDrill,
  };
  const errors = makeOwnErrors(plan, scope, nowMs, random);
  const marked = isDrill ? asDrill : (all: readonly ErrorRecord[]) => all;
  if (plan.ban === undefined) return { errors: marked(errors), cooldowns: [], probes: [] };
  const ban = makeBan(plan.ban, scope, stormWindow(plan, nowMs).toMs, random);
  const emptyBan = findEmptyBan(plan, nowMs);
  const empty = emptyBan === null ? null : makeCooldown(emptyBan, scope, errors, random);
  return {
    errors: marked([...errors, ...ban.errors]),
    cooldowns: [...(empty === null ? [] : [empty.cooldown]), ban.cooldown],
    probes: [...(empty?.probes ?? []), ...ban.probes],
  };
}
