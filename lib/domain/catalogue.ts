/** Who has to act: nobody but time, the provider, the team's own program, or a person with access to the account. */
export type CatalogueMove = "wait" | "provider" | "our-code" | "person";

/** What the code speaks about: the provider, the program that called, the address we call from, or the account. */
export type CatalogueScope = "provider" | "caller" | "egress" | "account";

export interface CatalogueEntry {
  /** As it came on the wire. */
  readonly code: string;
  /** Whether the provider's documentation explains it. An undocumented code is recorded and shown all the same. */
  readonly documented: boolean;
  readonly move: CatalogueMove;
  readonly scope: CatalogueScope;
  readonly severity: "critical" | "warning" | "info";
  /** Whether the same call, sent again later and unchanged, may succeed. False while sending it again does harm. */
  readonly retryHelps: boolean;
  /** What the provider shuts out with this code. An empty balance or a wrong key is held, but is not a ban. */
  readonly bans: "egress" | "account" | "none";
}

type Meaning = Omit<CatalogueEntry, "code" | "documented">;

const TRANSIENT = { move: "provider", scope: "provider", retryHelps: true, bans: "none" } as const;
const CALLER_FAULT = {
  move: "our-code",
  scope: "caller",
  severity: "warning",
  retryHelps: false,
  bans: "none",
} as const;
const ACCOUNT_FAULT = {
  move: "person",
  scope: "account",
  severity: "critical",
  retryHelps: false,
  bans: "none",
} as const;

/** The one table of documented codes. The spelling is the provider's, mistakes included. */
const DOCUMENTED = {
  ERROR_SERVICE_UNAVALIABLE: { ...TRANSIENT, severity: "warning" },
  ERROR_REQUIRED_FIELDS: CALLER_FAULT,
  ERROR_INTERNAL_SERVER_ERROR: { ...TRANSIENT, severity: "warning" },
  ERROR_IP_BANNED: { move: "wait", scope: "egress", severity: "critical", retryHelps: false, bans: "egress" },
  ERROR_KEY_BANNED: { ...ACCOUNT_FAULT, bans: "account" },
  ERROR_TASKID_INVALID: CALLER_FAULT,
  ERROR_KEY_DOES_NOT_EXIST: ACCOUNT_FAULT,
  ERROR_ZERO_BALANCE: ACCOUNT_FAULT,
  ERROR_TASK_NOT_SUPPORTED: CALLER_FAULT,
  ERROR_RECAPTCHA_INVALID_SITEKEY: CALLER_FAULT,
  INVALID_RECAPTCHA_SITEURL: CALLER_FAULT,
  ERROR_NO_SLOT_AVAILABLE: { ...TRANSIENT, severity: "info" },
} as const satisfies Record<string, Meaning>;

export type DocumentedCode = keyof typeof DOCUMENTED;

/** The documented codes, in the order of the provider's documentation. */
export const DOCUMENTED_CODES = Object.freeze(Object.keys(DOCUMENTED)) as readonly [
  DocumentedCode,
  ...DocumentedCode[],
];

/** Our own name for a reply that is not the provider's envelope. No provider's code begins with BANWATCH. */
export const UNREADABLE_REPLY_CODE = "BANWATCH_UNREADABLE_REPLY";

/** Our own name for an error that came without a code. */
export const NO_CODE = "BANWATCH_NO_CODE";

const OWN: Readonly<Record<string, Meaning>> = {
  [UNREADABLE_REPLY_CODE]: { ...TRANSIENT, severity: "warning" },
  [NO_CODE]: { ...TRANSIENT, severity: "warning", retryHelps: false },
};

interface RelativeBan {
  readonly bans: "egress" | "account";
  /** Length where a provider's documentation names one, else null: the preset's length applies. */
  readonly defaultSeconds: number | null;
}

/** Ban codes of related providers. They open a cooldown; no other meaning is claimed for them. */
const RELATIVE_BANS: Readonly<Record<string, RelativeBan>> = {
  ERROR_IP_BLOCKED: { bans: "egress", defaultSeconds: null },
  ERROR_IP_BLOCKED_5MIN: { bans: "egress", defaultSeconds: 300 },
  ERROR_KEY_TEMP_BLOCKED: { bans: "account", defaultSeconds: 300 },
};

// The codes are the provider's to choose: one may be called "constructor", so never look up by plain property access.
function lookUp<T>(table: Readonly<Record<string, T>>, code: string): T | undefined {
  return Object.hasOwn(table, code) ? table[code] : undefined;
}

/** True for exactly the documented spellings; codes are compared as they came. */
export function isDocumentedCode(code: string): code is DocumentedCode {
  return Object.hasOwn(DOCUMENTED, code);
}

/**
 * What is known of a code. Never fails: a code that nobody documents comes back verbatim with `documented: false` and
 * values that claim as little as possible (a person should look, sending it again is not advised).
 */
export function describeCode(code: string): CatalogueEntry {
  if (isDocumentedCode(code)) return { code, documented: true, ...DOCUMENTED[code] };
  const own = lookUp(OWN, code);
  if (own) return { code, documented: false, ...own };
  const ban = lookUp(RELATIVE_BANS, code);
  if (ban) {
    return {
      code,
      documented: false,
      move: "wait",
      scope: ban.bans,
      severity: "critical",
      retryHelps: false,
      bans: ban.bans,
    };
  }
  return {
    code,
    documented: false,
    move: "person",
    scope: "provider",
    severity: "warning",
    retryHelps: false,
    bans: "none",
  };
}

/**
 * Length in seconds that the code itself stands for, or null: then the text of the error or the preset decides.
 * Source: the names and documentation of related providers (`ERROR_IP_BLOCKED_5MIN`).
 */
export function defaultBanSecondsOf(code: string): number | null {
  return lookUp(RELATIVE_BANS, code)?.defaultSeconds ?? null;
}

/** The key of the words for a code in the message file `catalogue`; every undocumented code shares one. */
export function catalogueMessageKey(
  code: string,
): DocumentedCode | typeof UNREADABLE_REPLY_CODE | typeof NO_CODE | "undocumented" {
  if (isDocumentedCode(code)) return code;
  return code === UNREADABLE_REPLY_CODE || code === NO_CODE ? code : "undocumented";
}
