import type { CastName } from "./cast";

/** A program of the team, with what it calls an account. */
export interface Program {
  /** What its proxy key is called. No two have the same. */
  readonly label: string;
  readonly account: CastName;
  /** A legacy program has no proxy key yet and sends the account's own. */
  readonly key: "proxy-key" | "account-key";
  /** How much it calls, compared to the account's other programs. */
  readonly calls: number;
  /** How many times as often as usual its calls are mistaken. */
  readonly mistakes: number;
  /** Tasks that it has under way at a time while the demo runs. */
  readonly workers: number;
  /** Rests that long between two tasks, on average. */
  readonly restSeconds: number;
  /** Looks at the balance now and then. */
  readonly watchesBalance?: boolean;
  /** What its proxy key may be used for; all methods when left out. */
  readonly methods?: readonly [string, ...string[]];
  /** What its proxy key may make at most. */
  readonly callsPerMinute?: number;
  /** Its machines, as Banwatch saw them. */
  readonly callerAddresses: readonly [string, ...string[]];
}

const USUAL = { key: "proxy-key", mistakes: 1, workers: 1, restSeconds: 5 } as const;
const LEGACY = { key: "account-key", mistakes: 1, workers: 1, restSeconds: 25, watchesBalance: true } as const;

/**
 * Who calls with what. `outlet-crawler` is a bad neighbour: an eighth of its account's calls, most of the errors of all.
 * `ci-nightly` now and then runs into the limit of its key.
 */
export const PROGRAMS = [
  {
    ...USUAL,
    account: "price-watch",
    label: "price-scraper",
    calls: 48,
    callerAddresses: ["10.20.1.11", "10.20.1.12"],
  },
  { ...USUAL, account: "price-watch", label: "stock-monitor", calls: 30, callerAddresses: ["10.20.1.13"] },
  {
    ...USUAL,
    account: "price-watch",
    label: "outlet-crawler",
    calls: 12,
    mistakes: 40,
    callerAddresses: ["10.20.1.40", "10.20.1.41"],
  },
  {
    ...USUAL,
    account: "price-watch",
    label: "balance-board",
    calls: 4,
    workers: 0,
    watchesBalance: true,
    methods: ["getBalance"],
    callerAddresses: ["10.20.0.8"],
  },
  { ...LEGACY, account: "price-watch", label: "price-mailer", calls: 6, callerAddresses: ["10.20.1.2"] },

  { ...USUAL, account: "checkout-bot", label: "cart-worker", calls: 62, callerAddresses: ["10.20.2.31"] },
  { ...USUAL, account: "checkout-bot", label: "restock-poller", calls: 30, callerAddresses: ["10.20.2.32"] },
  { ...LEGACY, account: "checkout-bot", label: "drop-script", calls: 8, callerAddresses: ["10.20.2.5"] },

  { ...USUAL, account: "ticket-alerts", label: "seat-watcher", calls: 55, callerAddresses: ["10.20.3.5", "10.20.3.6"] },
  { ...USUAL, account: "ticket-alerts", label: "presale-notifier", calls: 25, callerAddresses: ["10.20.3.7"] },
  {
    ...USUAL,
    account: "ticket-alerts",
    label: "resale-monitor",
    calls: 14,
    mistakes: 3,
    callerAddresses: ["10.20.3.21"],
  },
  { ...LEGACY, account: "ticket-alerts", label: "arena-cron", calls: 6, callerAddresses: ["10.20.3.2"] },

  { ...USUAL, account: "seo-audit", label: "rank-tracker", calls: 66, callerAddresses: ["10.20.4.90"] },
  { ...USUAL, account: "seo-audit", label: "link-checker", calls: 24, mistakes: 3, callerAddresses: ["10.20.4.91"] },
  { ...LEGACY, account: "seo-audit", label: "weekly-report", calls: 10, callerAddresses: ["10.20.4.3"] },

  {
    ...USUAL,
    account: "staging-tests",
    label: "ci-nightly",
    calls: 70,
    restSeconds: 4,
    callsPerMinute: 18,
    callerAddresses: ["10.20.9.2"],
  },
  {
    ...USUAL,
    account: "staging-tests",
    label: "qa-notebook",
    calls: 20,
    restSeconds: 20,
    callerAddresses: ["10.20.9.14"],
  },
  { ...LEGACY, account: "staging-tests", label: "smoke-tests", calls: 10, callerAddresses: ["10.20.9.3"] },
] as const satisfies readonly Program[];

export type ProgramLabel = (typeof PROGRAMS)[number]["label"];

/** The programs of an account. */
export const programsOf = (account: string): readonly Program[] =>
  PROGRAMS.filter((program) => program.account === account);

/** Those that have a proxy key. */
export const PROXY_KEY_PROGRAMS: readonly Program[] = PROGRAMS.filter(({ key }) => key === "proxy-key");
