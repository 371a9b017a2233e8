import { describeCode, NO_CODE, UNREADABLE_REPLY_CODE } from "@/lib/domain/catalogue";
import type { TallyRow } from "./tallies";

/**
 * Tallies are kept for years, one per combination of names, and names come from outside. A program that makes up a new
 * method with each call, or a provider that does so with codes, must not make them grow without end.
 */
const MAX_METHODS = 200;
const MAX_CODES = 500;
const OTHER = "(other)";

/** The methods of the protocol (PROTOCOL §1). */
const KNOWN_METHODS: ReadonlySet<string> = new Set(["createTask", "getTaskResult", "getBalance", "getSoftID"]);

const isKnownMethod = (method: string): boolean => KNOWN_METHODS.has(method);

/** A success, our own codes, the documented ones, and every ban: what nobody may crowd out. */
function isKnownCode(code: string): boolean {
  if (code === "" || code === NO_CODE || code === UNREADABLE_REPLY_CODE) return true;
  const { documented, bans } = describeCode(code);
  return documented || bans !== "none";
}

/** Names beyond the known ones, of which only the first `max` get a place. */
function createPlaces(max: number): (name: string) => boolean {
  const taken = new Set<string>();
  return (name) => {
    if (taken.size < max) taken.add(name);
    return taken.has(name);
  };
}

/**
 * Bounds the names that tallies are kept under. Known methods and codes always keep theirs; of the others the first
 * 200 methods and 500 codes do, and the rest count as `(other)`. A call that belongs to no account comes from anybody
 * who reaches the port, so a method that it makes up never takes a place.
 */
export function createNameLimit(): (row: TallyRow) => TallyRow {
  const hasMethodPlace = createPlaces(MAX_METHODS);
  const hasCodePlace = createPlaces(MAX_CODES);
  return (row) => {
    const keepsMethod = isKnownMethod(row.method) || (row.accountId !== "" && hasMethodPlace(row.method));
    const keepsCode = isKnownCode(row.code) || hasCodePlace(row.code);
    return { ...row, method: keepsMethod ? row.method : OTHER, code: keepsCode ? row.code : OTHER };
  };
}
