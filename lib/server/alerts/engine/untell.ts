import { type AlertState, isOpen } from "@/lib/domain/alert-lifecycle/state";
import type { AlertEntry } from "./entry";

/** Nobody was there to be told: it is told of as soon as there is a channel. */
export function untell(state: AlertState, before: AlertState): AlertState {
  if (!isOpen(state)) return state;
  const untold = { ...state, notifiedAtMs: null, awaitedSinceMs: null };
  return JSON.stringify(untold) === JSON.stringify(before) ? before : untold;
}

/** Those that reached nobody, as ones that are still to be told. What somebody has acknowledged they know of. */
export const listUntold = (entries: readonly AlertEntry[], unheardIds: ReadonlySet<string>): AlertEntry[] =>
  entries
    .filter(({ state }) => state.kind === "firing" && state.notifiedAtMs !== null && unheardIds.has(state.incidentId))
    .map((entry) => ({ ...entry, state: untell(entry.state, entry.state) }));
