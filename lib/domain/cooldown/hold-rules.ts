import { describeCode } from "../catalogue";

/** What an error reply does to a scope. */
export interface HoldRule {
  /** egress: the address we call from at a provider, for every account there. account: one clientKey. */
  readonly scope: "egress" | "account";
  /** cool: until a time. block: until a person resumes it. empty: until there is a balance. */
  readonly effect: "cool" | "block" | "empty";
  /** How many such replies in a row it takes. */
  readonly inARow: number;
}

/** The table of DESIGN §3, but for the bans that related providers name otherwise: the catalogue knows those. */
const RULES: Readonly<Record<string, HoldRule>> = {
  ERROR_IP_BANNED: { scope: "egress", effect: "cool", inARow: 1 },
  ERROR_KEY_BANNED: { scope: "account", effect: "block", inARow: 1 },
  ERROR_KEY_DOES_NOT_EXIST: { scope: "account", effect: "block", inARow: 3 },
  ERROR_ZERO_BALANCE: { scope: "account", effect: "empty", inARow: 1 },
};

/**
 * What a code does, null when it holds nothing. A related provider's ban cools: it is lifted by itself, whoever is
 * banned.
 */
export function findHoldRule(code: string): HoldRule | null {
  // The codes are the provider's to choose: one may be called "constructor".
  const rule = Object.hasOwn(RULES, code) ? RULES[code] : undefined;
  if (rule !== undefined) return rule;
  const { bans } = describeCode(code);
  return bans === "none" ? null : { scope: bans, effect: "cool", inARow: 1 };
}
