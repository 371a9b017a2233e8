/** What a preset knows of a provider. Times are in seconds; the source is each provider's own documentation. */
export interface ProviderPreset {
  readonly id: string;
  /** Proper name, the same in every language. */
  readonly name: string;
  /** Without a trailing slash; null where the account (custom) or the installation (sandbox) supplies it. */
  readonly baseUrl: string | null;
  /** Unit of the balance; null where it is set by hand. */
  readonly unit: "points" | "USD" | null;
  /** How many points one unit of money buys. */
  readonly pointsPer?: { readonly amount: number; readonly currency: "USD" | "CNY" };
  /**
   * Length of an address ban whose text names none. Where a provider's pages disagree this is the shorter one: too short
   * costs one probe, too long holds traffic that would have passed.
   */
  readonly banSeconds: number;
  /** Errors a minute from one address at which a ban is to be expected. */
  readonly errorsPerMinuteLimit: number;
  /** How often Banwatch asks for a balance of its own accord. */
  readonly balanceEverySeconds: number;
  /** The least time between two such questions: asking counts as a call. */
  readonly balanceMinGapSeconds: number;
  /** Advised pause between two polls of one task. */
  readonly pollSeconds: number;
  /** Polls of one task beyond which a provider counts each as an error. */
  readonly maxPollsPerTask: number;
}

const COMMON = {
  banSeconds: 600,
  errorsPerMinuteLimit: 300,
  balanceEverySeconds: 300,
  balanceMinGapSeconds: 30,
  pollSeconds: 3,
  maxPollsPerTask: 120,
} as const;

/** The one table of providers, the default first. */
const PRESETS = [
  {
    ...COMMON,
    id: "ez-captcha",
    name: "EZ-Captcha",
    baseUrl: "https://api.ez-captcha.com",
    unit: "points",
    pointsPer: { amount: 10_000, currency: "USD" },
  },
  // Its pages name both 10 and 30 minutes for a ban; a ban's own text usually says which.
  {
    ...COMMON,
    id: "yescaptcha",
    name: "YesCaptcha",
    baseUrl: "https://api.yescaptcha.com",
    unit: "points",
    pointsPer: { amount: 1_000, currency: "CNY" },
  },
  { ...COMMON, id: "capsolver", name: "CapSolver", baseUrl: "https://api.capsolver.com", unit: "USD" },
  {
    ...COMMON,
    id: "capmonster",
    name: "CapMonster Cloud",
    baseUrl: "https://api.capmonster.cloud",
    unit: "USD",
    pollSeconds: 2,
  },
  { ...COMMON, id: "anti-captcha", name: "Anti-Captcha", baseUrl: "https://api.anti-captcha.com", unit: "USD" },
  { ...COMMON, id: "2captcha", name: "2Captcha", baseUrl: "https://api.2captcha.com", unit: "USD" },
  { ...COMMON, id: "custom", name: "Custom", baseUrl: null, unit: null },
  {
    ...COMMON,
    id: "sandbox",
    name: "Sandbox",
    baseUrl: null,
    unit: "points",
    pointsPer: { amount: 10_000, currency: "USD" },
  },
] as const satisfies readonly ProviderPreset[];

export type ProviderId = (typeof PRESETS)[number]["id"];

const BY_ID: ReadonlyMap<string, ProviderPreset & { readonly id: ProviderId }> = new Map(
  PRESETS.map((preset) => [preset.id, preset]),
);

/** Every provider's id, the default first. */
export const PROVIDER_IDS = Object.freeze(PRESETS.map((preset) => preset.id)) as readonly [ProviderId, ...ProviderId[]];

/** True for exactly the ids of the table. */
export function isProviderId(value: string): value is ProviderId {
  return BY_ID.has(value);
}

/**
 * The preset of a provider.
 *
 * @throws {RangeError} for an id that is not in the table, which only a damaged database can hold
 */
export function getPreset(id: ProviderId): ProviderPreset & { readonly id: ProviderId } {
  const preset = BY_ID.get(id);
  if (!preset) throw new RangeError(`no provider preset is called ${JSON.stringify(id)}`);
  return preset;
}
