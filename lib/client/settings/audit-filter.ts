import { parseAsString, parseAsStringLiteral } from "nuqs";
import { AUDIT_ACTIONS, type AuditAction, type AuditExportQuery, auditExportQuery } from "@/lib/contracts/audit";
import { PERIOD_IDS, PERIODS, type Period } from "@/lib/domain/period";

/** What comes before the dot of an action. */
export type AuditKind = AuditAction extends `${infer Kind}.${string}` ? (Kind extends string ? Kind : never) : never;

const kindOf = (action: AuditAction): AuditKind => action.slice(0, action.indexOf(".")) as AuditKind;

/** The actions by what they are about, in the order of the contract. */
export const AUDIT_KINDS: readonly { readonly kind: AuditKind; readonly actions: readonly AuditAction[] }[] = [
  ...new Set(AUDIT_ACTIONS.map(kindOf)),
].map((kind) => ({ kind, actions: AUDIT_ACTIONS.filter((action) => kindOf(action) === kind) }));

/** What the audit page keeps in its address. Without a period it shows all there is. */
export const auditFilterParsers = {
  period: parseAsStringLiteral(PERIOD_IDS),
  action: parseAsString,
  actor: parseAsString,
  target: parseAsString,
};

export interface AuditFilterState {
  readonly period: Period | null;
  /** An action, or a kind for everything of it. */
  readonly action: string | null;
  readonly actor: string | null;
  readonly target: string | null;
}

/** What of the address can be used: an address is anybody's text, and the API refuses the whole request for one bad part. */
export function readAuditFilter(state: AuditFilterState): AuditFilterState {
  const usable = (name: "action" | "actor" | "target") => {
    const parsed = auditExportQuery.shape[name].safeParse(state[name] ?? undefined);
    return parsed.success ? (parsed.data ?? null) : null;
  };
  return { period: state.period, action: usable("action"), actor: usable("actor"), target: usable("target") };
}

/** The API's own filter. @param nowMs what the period is counted back from, in UTC epoch milliseconds */
export function toAuditQuery(state: AuditFilterState, nowMs: number): AuditExportQuery {
  const { period, action, actor, target } = readAuditFilter(state);
  return {
    fromMs: period === null ? undefined : Math.max(0, nowMs - PERIODS[period].lengthMs),
    action: action ?? undefined,
    actor: actor ?? undefined,
    target: target ?? undefined,
  };
}
