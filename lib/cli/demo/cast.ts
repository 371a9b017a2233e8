import type { SandboxServerOptions } from "@/lib/sandbox/http-server";

/** The providers that the demo simulates beside the built-in sandbox, with the habits of the real ones. */
export const PROVIDER_HABITS = {
  "ez-captcha": {},
  yescaptcha: { language: "zh" },
  capmonster: { taskIdStyle: "integer", balanceStyle: "money" },
} as const satisfies Record<string, SandboxServerOptions>;

export type SimulatedProvider = keyof typeof PROVIDER_HABITS;

/** What the programs of an account have solved, and where. */
export interface Job {
  readonly weight: number;
  readonly taskType: string;
  readonly targetHost: string;
}

/** An account of the demo. The programs that use it are in programs.ts. */
export interface CastMember {
  readonly name: string;
  readonly provider: SimulatedProvider | "sandbox";
  /** Only where it is not the guard's default. */
  readonly guard?: "observe";
  /** In the provider's unit. */
  readonly lowBalance?: string;
  readonly criticalBalance?: string;
  /** What is left when the history ends and the live traffic begins. */
  readonly closingBalance: number;
  /** What a top-up fills the account to. */
  readonly fullBalance: number;
  readonly pricePerTask: number;
  /** Calls in an average hour of the history. */
  readonly callsPerHour: number;
  readonly jobs: readonly [Job, ...Job[]];
}

/**
 * A team as it might be. Two accounts share a provider, so that a ban of the one makes the other wait. At `seo-audit` the
 * guard only observes, so that both ways of it can be seen.
 */
export const CAST = [
  {
    name: "price-watch",
    provider: "ez-captcha",
    lowBalance: "40000",
    criticalBalance: "10000",
    closingBalance: 212_480,
    fullBalance: 400_000,
    pricePerTask: 12,
    callsPerHour: 700,
    jobs: [
      { weight: 5, taskType: "ReCaptchaV2TaskProxyless", targetHost: "www.hardware-shop.example" },
      { weight: 3, taskType: "ReCaptchaV3TaskProxyless", targetHost: "prices.electro-market.example" },
      { weight: 1, taskType: "ImageToTextTask", targetHost: "www.outlet-store.example" },
    ],
  },
  {
    name: "checkout-bot",
    provider: "ez-captcha",
    lowBalance: "10000",
    criticalBalance: "2000",
    closingBalance: 4_860,
    fullBalance: 150_000,
    pricePerTask: 15,
    callsPerHour: 400,
    jobs: [
      { weight: 4, taskType: "ReCaptchaV3EnterpriseTaskProxyless", targetHost: "checkout.sneaker-drop.example" },
      { weight: 2, taskType: "HCaptchaTaskProxyless", targetHost: "cart.sneaker-drop.example" },
    ],
  },
  {
    name: "ticket-alerts",
    provider: "yescaptcha",
    lowBalance: "8000",
    criticalBalance: "2000",
    closingBalance: 31_415,
    fullBalance: 90_000,
    pricePerTask: 12,
    callsPerHour: 450,
    jobs: [
      { weight: 4, taskType: "NoCaptchaTaskProxyless", targetHost: "tickets.city-arena.example" },
      { weight: 3, taskType: "TurnstileTaskProxyless", targetHost: "www.concert-hall.example" },
    ],
  },
  {
    name: "seo-audit",
    provider: "capmonster",
    guard: "observe",
    lowBalance: "5",
    criticalBalance: "1",
    closingBalance: 11.3184,
    fullBalance: 30,
    pricePerTask: 0.0012,
    callsPerHour: 300,
    jobs: [
      { weight: 3, taskType: "TurnstileTaskProxyless", targetHost: "search.rank-check.example" },
      { weight: 2, taskType: "ReCaptchaV2Task", targetHost: "www.directory.example" },
      { weight: 1, taskType: "FunCaptchaTaskProxyless", targetHost: "login.ads-portal.example" },
    ],
  },
  {
    name: "staging-tests",
    provider: "sandbox",
    closingBalance: 100_000,
    fullBalance: 118_000,
    pricePerTask: 10,
    callsPerHour: 40,
    jobs: [
      { weight: 2, taskType: "ReCaptchaV2TaskProxyless", targetHost: "staging.hardware-shop.example" },
      { weight: 1, taskType: "ImageToTextTask", targetHost: "staging.hardware-shop.example" },
    ],
  },
] as const satisfies readonly CastMember[];

export type CastName = (typeof CAST)[number]["name"];
