import type { AlertState } from "./state";

/** `before` itself where `after` says the same, so that a caller can tell by identity whether there is anything to write. */
export function keepIfSame(before: AlertState, after: AlertState): AlertState {
  const known: Readonly<Record<string, unknown>> = { ...before };
  const isSame = before.kind === after.kind && Object.entries(after).every(([key, value]) => known[key] === value);
  return isSame ? before : after;
}
