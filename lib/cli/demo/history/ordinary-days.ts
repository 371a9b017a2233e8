import type { ErrorRecord } from "@/lib/server/store/error-events";
import type { TallyRow } from "@/lib/server/store/tallies";
import { activityAt } from "../rhythm";
import { between, pickWeighted } from "../seeded-random";
import { type Blame, type HistoryAccount, type HistoryProgram, pickProgram, shareCalls } from "./history-account";
import { type ErrorKind, makeError } from "./make-error";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** What goes wrong on a day without trouble, and how often compared to each other. */
const EVERYDAY = [
  { weight: 26, blame: "callers", code: "ERROR_NO_SLOT_AVAILABLE", method: "createTask" },
  { weight: 20, blame: "careless", code: "ERROR_CAPTCHA_UNSOLVABLE", method: "getTaskResult" },
  { weight: 14, blame: "careless", code: "ERROR_TASKID_INVALID", method: "getTaskResult" },
  { weight: 12, blame: "callers", code: "ERROR_SERVICE_UNAVALIABLE", method: "createTask" },
  { weight: 9, blame: "careless", code: "ERROR_RECAPTCHA_INVALID_SITEKEY", method: "createTask" },
  { weight: 6, blame: "callers", code: "ERROR_INTERNAL_SERVER_ERROR", method: "getTaskResult" },
  { weight: 5, blame: "careless", code: "INVALID_RECAPTCHA_SITEURL", method: "createTask" },
  { weight: 4, blame: "careless", code: "ERROR_REQUIRED_FIELDS", method: "createTask", field: "websiteKey" },
  {
    weight: 2,
    blame: "careless",
    code: "ERROR_TASK_NOT_SUPPORTED",
    method: "createTask",
    taskType: "GeeTestTaskProxyless",
  },
  { weight: 1.5, blame: "callers", code: "BANWATCH_UNREADABLE_REPLY", method: "createTask" },
] as const satisfies readonly (ErrorKind & { weight: number; blame: Blame })[];

/** A task is created once, asked for about three times, and now and then somebody asks for the balance. */
const METHOD_SHARES = { createTask: 0.25, getTaskResult: 0.73, getBalance: 0.02 };

/** How many of a hundred calls fall into each latency class, from the fastest to the slowest. */
const LATENCY_PERCENT = [6, 22, 44, 20, 6, 1.5, 0.5, 0, 0, 0];
const USUAL_CLASS = 2;
const MEAN_LATENCY_MS = 190;

function countSuccesses(
  account: HistoryAccount,
  { proxyKeyId }: HistoryProgram,
  method: string,
  atMs: number,
  calls: number,
): TallyRow {
  const latencyClasses = LATENCY_PERCENT.map((percent) => Math.floor((calls * percent) / 100));
  const counted = latencyClasses.reduce((sum, count) => sum + count, 0);
  latencyClasses[USUAL_CLASS] = (latencyClasses[USUAL_CLASS] ?? 0) + calls - counted;
  return {
    minuteMs: Math.floor(atMs / MINUTE_MS) * MINUTE_MS,
    accountId: account.id,
    proxyKeyId: proxyKeyId ?? "",
    source: "program",
    method,
    code: "",
    origin: "upstream",
    calls,
    latencySumMs: calls * MEAN_LATENCY_MS,
    latencyClasses,
  };
}

/**
 * Up to which age a success is counted by which step. A rule's preview looks at the minutes of three days, and at the hours
 * before them: a window without its successes would be all errors.
 */
const STEPS = [
  { ageMs: 3 * HOUR_MS, stepMs: MINUTE_MS },
  { ageMs: 3 * DAY_MS + HOUR_MS, stepMs: 5 * MINUTE_MS },
] as const;
const COARSEST_MS = HOUR_MS;

const stepAt = (atMs: number, nowMs: number): number =>
  STEPS.find(({ ageMs }) => nowMs - atMs <= ageMs)?.stepMs ?? COARSEST_MS;

/** The whole number nearest to `amount` on average: 0.3 becomes 1 three times out of ten. */
const roundAtRandom = (amount: number, random: () => number) => Math.floor(amount + random());

/** A month of an account without any trouble: its successes, and a base rate of errors of 1 to 3 % that drifts by the day. */
export function fillOrdinaryDays(
  account: HistoryAccount,
  window: { readonly fromMs: number; readonly nowMs: number },
  random: () => number,
): { errors: ErrorRecord[]; successes: TallyRow[] } {
  const { fromMs, nowMs } = window;
  const errors: ErrorRecord[] = [];
  const successes: TallyRow[] = [];
  let errorRate = 0.015;
  let rateUntilMs = fromMs;
  for (let atMs = fromMs, stepMs = 0; atMs < nowMs; atMs += stepMs) {
    stepMs = Math.min(stepAt(atMs, nowMs), nowMs - atMs);
    if (atMs >= rateUntilMs) {
      errorRate = between(0.1, 0.173, random) ** 2;
      rateUntilMs = atMs + DAY_MS;
    }
    const hours = (stepMs / HOUR_MS) * activityAt(atMs + stepMs / 2) * between(0.8, 1.2, random);
    const calls = account.member.callsPerHour * hours;
    const failed = roundAtRandom(calls * errorRate, random);
    for (let count = 0; count < failed; count += 1) {
      const kind = pickWeighted(EVERYDAY, random);
      const caller = pickProgram(account, kind.method, kind.blame, random);
      errors.push(makeError(account, caller, kind, atMs + random() * stepMs, random));
    }
    for (const [method, methodShare] of Object.entries(METHOD_SHARES)) {
      const good = calls * (1 - errorRate) * methodShare;
      for (const { caller, share } of shareCalls(account, method)) {
        const own = roundAtRandom(good * share, random);
        if (own > 0) successes.push(countSuccesses(account, caller, method, atMs, own));
      }
    }
  }
  return { errors, successes };
}
