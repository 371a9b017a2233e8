import type { CastName } from "../cast";
import type { ProgramLabel } from "../programs";
import type { ErrorKind } from "./make-error";

/** What kept the programs of a storm waiting, and how that ended. */
export interface BanPlan {
  readonly code: "ERROR_IP_BANNED" | "ERROR_KEY_BANNED" | "ERROR_KEY_DOES_NOT_EXIST" | "ERROR_ZERO_BALANCE";
  /** Replies with this code: with a guard that holds only those to calls that were under way, else every call's. */
  readonly errors: number;
  /** The length that the provider names; only an address's ban has one. */
  readonly banSeconds?: number;
  /** Calls that the guard held; left out where it only observed, for then every reply after the first is one. */
  readonly held?: number;
  /** Probes that found the ban still standing. */
  readonly failedProbes?: number;
  /** How what does not end by time ended. */
  readonly end?: { readonly afterMinutes: number; readonly how: "balance" | "key-replaced" | "person" };
  /** Of an end by a person. */
  readonly resumed?: { readonly by: string; readonly reason: string };
}

/** One bad hour of the month. */
export interface StormPlan {
  readonly account: CastName;
  /** Whose doing it was; left out where it met all programs of the account. */
  readonly program?: ProgramLabel;
  readonly hoursAgo: number;
  readonly minutes: number;
  readonly errors: number;
  readonly kinds: readonly [ErrorKind & { weight: number }, ...(ErrorKind & { weight: number })[]];
  readonly ban?: BanPlan;
  /** It was a rehearsal. */
  readonly isDrill?: boolean;
}

const DAY_HOURS = 24;
const one = (kind: ErrorKind): StormPlan["kinds"] => [{ weight: 1, ...kind }];

/** What a rehearsal does, made short. */
const DRILL = {
  account: "staging-tests",
  minutes: 0.25,
  errors: 60,
  kinds: [
    { weight: 2, code: "ERROR_TASKID_INVALID", method: "getTaskResult" },
    { weight: 1, code: "ERROR_NO_SLOT_AVAILABLE", method: "createTask" },
    { weight: 1, code: "ERROR_RECAPTCHA_INVALID_SITEKEY", method: "createTask" },
  ],
  ban: { code: "ERROR_IP_BANNED", errors: 1, banSeconds: 20, held: 39 },
  isDrill: true,
} as const satisfies Omit<StormPlan, "hoursAgo">;

/**
 * The troubles of the month, the oldest first. Each has a cause that a person who looks can find. In the first half of it
 * the guard only observed; then the team let it hold, but for one account.
 */
export const STORM_PLANS: readonly StormPlan[] = [
  // A release that asks for a type which the provider does not offer.
  {
    account: "price-watch",
    program: "outlet-crawler",
    hoursAgo: 26 * DAY_HOURS,
    minutes: 150,
    errors: 340,
    kinds: one({ code: "ERROR_TASK_NOT_SUPPORTED", method: "createTask", taskType: "GeeTestTaskProxyless" }),
  },
  // A site key with a letter missing, retried in a loop until the address is banned.
  {
    account: "price-watch",
    program: "outlet-crawler",
    hoursAgo: 24 * DAY_HOURS + 4,
    minutes: 6,
    errors: 780,
    kinds: one({ code: "ERROR_RECAPTCHA_INVALID_SITEKEY", method: "createTask" }),
    ban: { code: "ERROR_IP_BANNED", errors: 190, banSeconds: 600 },
  },
  // Somebody pasted the key with a letter missing.
  {
    account: "ticket-alerts",
    hoursAgo: 22 * DAY_HOURS + 3,
    minutes: 1,
    errors: 2,
    kinds: one({ code: "ERROR_KEY_DOES_NOT_EXIST", method: "createTask" }),
    ban: { code: "ERROR_KEY_DOES_NOT_EXIST", errors: 148, end: { afterMinutes: 16, how: "key-replaced" } },
  },
  // Nobody topped up over night: the program went on calling on an empty balance until its address was banned.
  {
    account: "checkout-bot",
    program: "restock-poller",
    hoursAgo: 18 * DAY_HOURS + 9,
    minutes: 55,
    errors: 920,
    kinds: one({ code: "ERROR_ZERO_BALANCE", method: "createTask" }),
    ban: { code: "ERROR_IP_BANNED", errors: 260, banSeconds: 600 },
  },
  // The provider suspends a key.
  {
    account: "seo-audit",
    program: "link-checker",
    hoursAgo: 15 * DAY_HOURS + 5,
    minutes: 30,
    errors: 120,
    kinds: one({ code: "ERROR_REQUIRED_FIELDS", method: "createTask", field: "websiteURL" }),
    ban: {
      code: "ERROR_KEY_BANNED",
      errors: 210,
      end: { afterMinutes: 265, how: "person" },
      resumed: { by: "Jonas Weber", reason: "Support has lifted the ban after the fix of the missing field" },
    },
  },
  // Before the guard was allowed to hold, the team looked at what that would be like.
  { ...DRILL, hoursAgo: 13 * DAY_HOURS + 6 },
  // An outage of the provider: overloaded first, then faults and a gateway's error page.
  {
    account: "ticket-alerts",
    hoursAgo: 11 * DAY_HOURS + 2,
    minutes: 70,
    errors: 1_450,
    kinds: [
      { weight: 60, code: "ERROR_SERVICE_UNAVALIABLE", method: "createTask" },
      { weight: 22, code: "ERROR_INTERNAL_SERVER_ERROR", method: "getTaskResult" },
      { weight: 10, code: "BANWATCH_UNREADABLE_REPLY", method: "getTaskResult" },
      { weight: 8, code: "ERROR_NO_SLOT_AVAILABLE", method: "createTask" },
    ],
  },
  // A poller of tasks that do not exist. Another machine behind the same address went on calling, so it took a second probe.
  {
    account: "ticket-alerts",
    program: "resale-monitor",
    hoursAgo: 9 * DAY_HOURS + 5,
    minutes: 11,
    errors: 640,
    kinds: one({ code: "ERROR_TASKID_INVALID", method: "getTaskResult" }),
    ban: { code: "ERROR_IP_BANNED", errors: 5, banSeconds: 600, held: 1_204, failedProbes: 1 },
  },
  // A code that no documentation knows.
  {
    account: "price-watch",
    hoursAgo: 8 * DAY_HOURS + 6,
    minutes: 45,
    errors: 190,
    kinds: one({ code: "ERROR_SETTLEMENT_FAILED", method: "createTask" }),
  },
  // Empty again, and this time nothing came of it but waiting.
  {
    account: "ticket-alerts",
    program: "seat-watcher",
    hoursAgo: 7 * DAY_HOURS + 2,
    minutes: 1,
    errors: 2,
    kinds: one({ code: "ERROR_ZERO_BALANCE", method: "createTask" }),
    ban: { code: "ERROR_ZERO_BALANCE", errors: 3, held: 431, end: { afterMinutes: 38, how: "balance" } },
  },
  // A program that never looks at errorId polls task ids that do not exist, at the account where the guard only observes.
  {
    account: "seo-audit",
    program: "link-checker",
    hoursAgo: 5 * DAY_HOURS + 7,
    minutes: 24,
    errors: 1_100,
    kinds: one({ code: "ERROR_TASKID_INVALID", method: "getTaskResult" }),
    ban: { code: "ERROR_IP_BANNED", errors: 170, banSeconds: 600 },
  },
  // A wrong site key is rolled out in the morning and rolled back at noon.
  {
    account: "price-watch",
    program: "outlet-crawler",
    hoursAgo: 3 * DAY_HOURS + 1,
    minutes: 190,
    errors: 1_380,
    kinds: [
      { weight: 90, code: "ERROR_RECAPTCHA_INVALID_SITEKEY", method: "createTask" },
      { weight: 10, code: "INVALID_RECAPTCHA_SITEURL", method: "createTask" },
    ],
  },
  // The new release of it retries at once. Both accounts of the provider wait, and lose nothing.
  {
    account: "price-watch",
    program: "outlet-crawler",
    hoursAgo: 2 * DAY_HOURS + 4,
    minutes: 4,
    errors: 410,
    kinds: one({ code: "ERROR_RECAPTCHA_INVALID_SITEKEY", method: "createTask" }),
    ban: { code: "ERROR_IP_BANNED", errors: 6, banSeconds: 600, held: 873 },
  },
  { ...DRILL, hoursAgo: DAY_HOURS + 5 },
  // The provider had no capacity in the evening.
  {
    account: "checkout-bot",
    hoursAgo: 17,
    minutes: 50,
    errors: 310,
    kinds: [
      { weight: 85, code: "ERROR_NO_SLOT_AVAILABLE", method: "createTask" },
      { weight: 15, code: "ERROR_SERVICE_UNAVALIABLE", method: "createTask" },
    ],
  },
  // The careless poller again, for a short while.
  {
    account: "ticket-alerts",
    program: "resale-monitor",
    hoursAgo: 6,
    minutes: 9,
    errors: 320,
    kinds: one({ code: "ERROR_TASKID_INVALID", method: "getTaskResult" }),
    ban: { code: "ERROR_IP_BANNED", errors: 3, banSeconds: 600, held: 288 },
  },
  // Something for the chart of the last hour.
  {
    account: "price-watch",
    program: "outlet-crawler",
    hoursAgo: 0.65,
    minutes: 8,
    errors: 46,
    kinds: one({ code: "ERROR_RECAPTCHA_INVALID_SITEKEY", method: "createTask" }),
  },
];
