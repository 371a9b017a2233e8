import { useQueryStates } from "nuqs";
import { type AuditFilterState, auditFilterParsers, readAuditFilter } from "./audit-filter";

const NOTHING: AuditFilterState = { period: null, action: null, actor: null, target: null };

/** What the audit page is narrowed to, kept in its address. A choice adds to the history, so "back" undoes it. */
export function useAuditFilter() {
  const [raw, setRaw] = useQueryStates(auditFilterParsers, { history: "push" });
  const state = readAuditFilter(raw);
  return {
    state,
    narrowed: Object.values(state).some((value) => value !== null),
    change: (changes: Partial<AuditFilterState>) => void setRaw(changes),
    reset: () => void setRaw(NOTHING),
  };
}
