import type { CooldownRecord } from "@/lib/server/store/cooldowns";
import type { ErrorRecord } from "@/lib/server/store/error-events";
import { pickWeighted } from "../seeded-random";
import { type HistoryAccount, type HistoryProgram, pickProgram } from "./history-account";
import { makeError, makeId } from "./make-error";
import type { BanPlan, StormPlan } from "./storm-plans";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** How long a program takes to notice that it is banned. */
const BAN_NOTICED_MINUTES = 7;

/** When a storm begins, and when its own errors end. */
export function stormWindow(plan: StormPlan, nowMs: number): { fromMs: number; toMs: number } {
  const fromMs = nowMs - plan.hoursAgo * HOUR_MS;
  return { fromMs, toMs: fromMs + plan.minutes * MINUTE_MS };
}

function makeBan(
  account: HistoryAccount,
  neighbours: readonly HistoryAccount[],
  ban: BanPlan,
  fromMs: number,
  random: () => number,
): { errors: ErrorRecord[]; cooldown: CooldownRecord } {
  const kind = { code: ban.code, method: "createTask", banSeconds: ban.banSeconds } as const;
  // An address ban meets everybody who calls from there; the programs notice it one by one, so the errors thin out.
  const victims = ban.code === "ERROR_IP_BANNED" ? [account, account, ...neighbours] : [account];
  const errors = Array.from({ length: ban.errors }, (_, index) => {
    const atMs = fromMs + (index === 0 ? 0 : random() ** 2 * BAN_NOTICED_MINUTES * MINUTE_MS);
    const victim = victims[index % victims.length] ?? account;
    return makeError(victim, pickProgram(victim, kind.method, "callers", random), kind, atMs, random);
  });
  const [first] = errors;
  if (first === undefined) throw new RangeError("a ban has at least one error");
  const lastErrorAtMs = Math.max(...errors.map(({ atMs }) => atMs));
  const untilMs = ban.banSeconds === undefined ? null : lastErrorAtMs + ban.banSeconds * 1_000;
  const resumedAtMs = ban.resumed === undefined ? null : first.atMs + ban.resumed.afterMinutes * MINUTE_MS;
  return {
    errors,
    cooldown: {
      id: makeId(first.atMs, random),
      scope: ban.code === "ERROR_IP_BANNED" ? "egress" : "account",
      scopeKey: ban.code === "ERROR_IP_BANNED" ? `direct@${account.providerHost}` : account.id,
      provider: account.member.provider,
      providerHost: account.providerHost,
      accountId: account.id,
      code: ban.code,
      description: first.description,
      startedAtMs: first.atMs,
      untilMs,
      // A cooldown that ran out by itself is stored as it was: only its end tells that it is over.
      endedAtMs: resumedAtMs,
      endedBy: resumedAtMs === null ? null : "person",
      endReason: ban.resumed?.reason ?? null,
      lastErrorAtMs,
      errors: ban.errors,
    },
  };
}

/** The errors of a storm, and the cooldown if it ended in a ban. It swells and ebbs away. */
export function makeStorm(
  plan: StormPlan,
  accounts: readonly HistoryAccount[],
  nowMs: number,
  random: () => number,
): { errors: ErrorRecord[]; cooldown: CooldownRecord | null } {
  const account = accounts.find(({ member }) => member.name === plan.account);
  if (account === undefined) return { errors: [], cooldown: null };
  const { fromMs, toMs } = stormWindow(plan, nowMs);
  const culprit: HistoryProgram | undefined = account.programs.find(({ program }) => program.label === plan.program);
  const errors = Array.from({ length: plan.errors }, () => {
    // The mean of two draws lies in the middle more often. A storm that ends in a ban is cut off at its height.
    const place = plan.ban === undefined ? (random() + random()) / 2 : Math.sqrt(random());
    const kind = pickWeighted(plan.kinds, random);
    const caller = culprit ?? pickProgram(account, kind.method, "callers", random);
    return makeError(account, caller, kind, fromMs + place * (toMs - fromMs), random);
  });
  if (plan.ban === undefined) return { errors, cooldown: null };
  const neighbours = accounts.filter((other) => other !== account && other.member.provider === account.member.provider);
  const ban = makeBan(account, neighbours, plan.ban, toMs, random);
  return { errors: [...errors, ...ban.errors], cooldown: ban.cooldown };
}
