import { createSerializer, parseAsInteger, parseAsString, parseAsStringLiteral } from "nuqs";
import { type Origin, origin } from "@/lib/contracts/common";
import { PERIOD_IDS, type Period } from "@/lib/domain/period";
import type { ErrorFilter } from "./errors";

/** What the errors page keeps in its address beside the period. Anything that can't be read counts as not set. */
export const errorFilterParsers = {
  code: parseAsString,
  fromMs: parseAsInteger,
  toMs: parseAsInteger,
  account: parseAsString,
  key: parseAsString,
  origin: parseAsStringLiteral(["any", ...origin.options]),
};

export interface ErrorFilterState {
  readonly code: string | null;
  readonly account: string | null;
  /** The id of a proxy key. */
  readonly key: string | null;
  /** Null leaves held calls out, `any` leaves nothing out. */
  readonly origin: Origin | "any" | null;
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

const CODE_MAX_CHARS = 200;
/** Of an account's name or id, and of a key's id. */
const NAME_MAX_CHARS = 100;

/**
 * What of the address can be used: an address is anybody's text, and the API refuses the whole request for one bad part.
 *
 * A stretch of time counts only whole: both ends, in order.
 */
export function readErrorFilter(state: ErrorFilterState): ErrorFilterState {
  const { fromMs, toMs } = state;
  const ranged = fromMs !== null && toMs !== null && isInstant(fromMs) && isInstant(toMs) && fromMs < toMs;
  return {
    code: state.code !== null && state.code !== "" && state.code.length <= CODE_MAX_CHARS ? state.code : null,
    account: readName(state.account),
    key: readName(state.key),
    origin: state.origin,
    fromMs: ranged ? fromMs : null,
    toMs: ranged ? toMs : null,
  };
}

/** The API's own filter. A stretch of time replaces the period: it may lie outside of what the period covers by now. */
export function toErrorQuery(state: ErrorFilterState, period: Period): ErrorFilter {
  const { code, account, key, origin: from, fromMs, toMs } = readErrorFilter(state);
  const when = fromMs !== null && toMs !== null ? { fromMs, toMs } : { period };
  return {
    ...when,
    code: code ?? undefined,
    account: account ?? undefined,
    key: key ?? undefined,
    origin: from === "any" ? undefined : (from ?? "not-held"),
  };
}

/** Whether the page shows something else than at first, so that there is something to reset. */
export function isChanged(state: ErrorFilterState): boolean {
  return Object.values(state).some((value) => value !== null);
}

/** Whether something is chosen that errors may be missing for. What is left out without a choice is not counted. */
export function isNarrowed(state: ErrorFilterState): boolean {
  return isChanged(state.origin === "any" ? { ...state, origin: null } : state);
}

/** A code that the filter offers. */
export interface OfferedCode {
  readonly code: string;
  /** The provider's errors of the period with it; null for a code that only Banwatch's own answers have, or none. */
  readonly errors: number | null;
}

/**
 * The codes to choose from: the provider's of the period in the order of the chart, then, by name, those that stand in
 * the list without counting as the provider's, and the chosen one whatever it is.
 */
export function offerCodes(
  counted: readonly { readonly code: string; readonly errors: number }[],
  listed: readonly string[],
  chosen: string | null,
): readonly OfferedCode[] {
  const known = new Set(counted.map(({ code }) => code));
  const others = new Set([...listed, ...(chosen === null ? [] : [chosen])].filter((code) => !known.has(code)));
  return [...counted, ...[...others].sort().map((code) => ({ code, errors: null }))];
}

/** The account whose proxy keys are on offer: the chosen one, or the only one there is; null while there is a choice. */
export function accountOfKeys<A>(accounts: readonly A[], chosen: A | undefined): A | null {
  return chosen ?? (accounts.length === 1 ? (accounts[0] ?? null) : null);
}

const serialize = createSerializer({ ...errorFilterParsers, period: parseAsStringLiteral(PERIOD_IDS) });

/** The address of the errors page with these filters. */
export function errorsHref(filter: Partial<ErrorFilterState> & { period?: Period }): string {
  return serialize("/errors", filter);
}

function isInstant(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

function readName(text: string | null): string | null {
  const name = text?.trim() ?? "";
  return name !== "" && name.length <= NAME_MAX_CHARS ? name : null;
}
