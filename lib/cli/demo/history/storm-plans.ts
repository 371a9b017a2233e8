import type { CastName } from "../cast";
import type { ProgramLabel } from "../programs";
import type { ErrorKind } from "./make-error";

/** How a storm ends when it is the provider that ends it. */
export interface BanPlan {
  readonly code: "ERROR_IP_BANNED" | "ERROR_KEY_BANNED";
  /** Calls that run into the ban before the programs are stopped. */
  readonly errors: number;
  /** The length that the provider names; a banned key has none. */
  readonly banSeconds?: number;
  /** Set where a person ended it, with the reason. */
  readonly resumed?: { readonly afterMinutes: number; readonly reason: string };
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
}

const DAY_HOURS = 24;
const one = (kind: ErrorKind): StormPlan["kinds"] => [{ weight: 1, ...kind }];

/** The troubles of the month, the oldest first. Each has a cause that a person who looks can find. */
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
  // Somebody pasted the key with a letter missing.
  {
    account: "ticket-alerts",
    hoursAgo: 22 * DAY_HOURS + 3,
    minutes: 16,
    errors: 150,
    kinds: one({ code: "ERROR_KEY_DOES_NOT_EXIST", method: "createTask" }),
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
      resumed: { afterMinutes: 265, reason: "Support has lifted the ban after the fix of the missing field" },
    },
  },
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
  // A code that no documentation knows.
  {
    account: "price-watch",
    hoursAgo: 8 * DAY_HOURS + 6,
    minutes: 45,
    errors: 190,
    kinds: one({ code: "ERROR_SETTLEMENT_FAILED", method: "createTask" }),
  },
  // A program that never looks at errorId polls task ids that do not exist, until its address is banned.
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
    ban: { code: "ERROR_IP_BANNED", errors: 60, banSeconds: 600 },
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
