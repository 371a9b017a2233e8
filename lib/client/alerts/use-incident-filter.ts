import { useQueryStates } from "nuqs";
import { incidentFilterParsers } from "./incident-filter";

const NOTHING = { kind: null, severity: null } as const;

/** What the history of alerts is narrowed to, kept in its address. A choice adds to the history, so "back" undoes it. */
export function useIncidentFilter() {
  const [state, setState] = useQueryStates(incidentFilterParsers, { history: "push" });
  return {
    state,
    query: { kind: state.kind ?? undefined, severity: state.severity ?? undefined },
    narrowed: state.kind !== null || state.severity !== null,
    change: (changes: Partial<typeof state>) => void setState(changes),
    reset: () => void setState(NOTHING),
  };
}
