import { describeCode } from "../catalogue";
import type { CauseWithin } from "./before-window";

/** Errors of one code that one program got. Without a proxy key it called with the account's own. */
export interface ErrorGroup {
  readonly code: string;
  /** Null for a call whose key no account has. */
  readonly accountId: string | null;
  readonly proxyKeyId: string | null;
  readonly errors: number;
}

/** The program that got most of the errors in question. */
export type LeadingProgram = Omit<ErrorGroup, "code">;

/** `BanCause` of the contract, with ids where that has names. */
export type BanCauseFacts =
  | {
      readonly kind: "empty-balance";
      readonly errors: number;
      readonly ofErrors: number;
      readonly within: CauseWithin;
      readonly leader: LeadingProgram | null;
    }
  | {
      readonly kind: "one-code";
      readonly code: string;
      readonly errors: number;
      readonly ofErrors: number;
      readonly within: CauseWithin;
      readonly leader: LeadingProgram | null;
    }
  | {
      readonly kind: "mixed";
      readonly ofErrors: number;
      readonly codes: number;
      readonly within: CauseWithin;
      readonly leader: LeadingProgram | null;
    }
  | { readonly kind: "none" };

/** The errors before a ban by code and program, its own replies included. */
export interface ErrorsBefore {
  readonly window: readonly ErrorGroup[];
  /** Those of the window that are less than a minute older than its newest. */
  readonly lastMinute: readonly ErrorGroup[];
}

const EMPTY_BALANCE_CODE = "ERROR_ZERO_BALANCE";

/** Fewer in a minute make no provider ban anybody: then what came before has to tell. */
const LEAST_ERRORS = 10;

const sumOf = (groups: readonly { readonly errors: number }[]) => groups.reduce((sum, { errors }) => sum + errors, 0);

/**
 * The ban is what is to be explained, so replies that tell of it are no explanation. Those of another kind are: calls on
 * a key that is banned may well lead to a ban of the address.
 */
function withoutBanReplies(groups: readonly ErrorGroup[], banCode: string): ErrorGroup[] {
  const { bans } = describeCode(banCode);
  return groups.filter(({ code, errors }) => errors > 0 && (bans === "none" || describeCode(code).bans !== bans));
}

function findLeader(groups: readonly ErrorGroup[]): LeadingProgram | null {
  const programs = new Map<string, LeadingProgram>();
  for (const { accountId, proxyKeyId, errors } of groups) {
    // Calls whose key no account has come from anybody: together they are no program.
    if (accountId === null && proxyKeyId === null) continue;
    const name = JSON.stringify([accountId, proxyKeyId]);
    programs.set(name, { accountId, proxyKeyId, errors: errors + (programs.get(name)?.errors ?? 0) });
  }
  const [first] = [...programs].sort(([a, x], [b, y]) => y.errors - x.errors || (a < b ? -1 : 1));
  return first === undefined ? null : first[1];
}

function listCodes(groups: readonly ErrorGroup[]): { readonly code: string; readonly errors: number }[] {
  const sums = new Map<string, number>();
  for (const { code, errors } of groups) sums.set(code, errors + (sums.get(code) ?? 0));
  return [...sums]
    .map(([code, errors]) => ({ code, errors }))
    .sort((a, b) => b.errors - a.errors || (a.code < b.code ? -1 : 1));
}

/**
 * What led to a cooldown.
 *
 * The limit that leads to a ban counts by the minute, so the last minute tells, where it holds ten errors or more; else
 * the whole window. Replies that tell of such a ban are left out of both.
 *
 * - `empty-balance`: calls on an empty balance make at least half of the errors. That is the documented cause of an
 *   address ban (PROTOCOL §2).
 * - `one-code`: another code does. With two at exactly half the empty balance goes first, then the name.
 * - `mixed`: none does.
 * - `none`: but for ban replies there was no error.
 *
 * What is held without being a ban, an empty balance or a wrong key, is caused by its own code however much else went
 * wrong. Of such a code the reply that began it counts like every other.
 *
 * `leader` is the program that got most of the errors in question: those of the code, or all for `mixed`. Its share is
 * its `errors` of the cause's `errors`, for `mixed` of `ofErrors`. Null when no error can be put down to a program.
 */
export function explainBan({ window, lastMinute }: ErrorsBefore, banCode: string): BanCauseFacts {
  const recent = withoutBanReplies(lastMinute, banCode);
  const within = sumOf(recent) >= LEAST_ERRORS ? "last-minute" : "window";
  const others = within === "last-minute" ? recent : withoutBanReplies(window, banCode);
  const ofErrors = sumOf(others);
  if (ofErrors === 0) return { kind: "none" };
  const codes = listCodes(others);
  const ownCode = describeCode(banCode).bans === "none" ? codes.find(({ code }) => code === banCode) : undefined;
  const halves = codes.filter(({ errors }) => 2 * errors >= ofErrors);
  const cause = ownCode ?? halves.find(({ code }) => code === EMPTY_BALANCE_CODE) ?? halves[0];
  if (cause === undefined) return { kind: "mixed", ofErrors, codes: codes.length, within, leader: findLeader(others) };
  const { code, errors } = cause;
  const leader = findLeader(others.filter((group) => group.code === code));
  return code === EMPTY_BALANCE_CODE
    ? { kind: "empty-balance", errors, ofErrors, within, leader }
    : { kind: "one-code", code, errors, ofErrors, within, leader };
}
