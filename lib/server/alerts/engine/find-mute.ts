import type { AlertFacts } from "@/lib/contracts/alert-notice";
import type { RuleSettings } from "@/lib/contracts/alert-rules";
import type { Mute } from "@/lib/contracts/incidents";
import { isSelfKind } from "@/lib/domain/alert-rules/kinds";
import type { IncidentRecord } from "../../store/alerts/incidents";
import type { Explainers } from "./explainers";

/** The running maintenance that covers an account or provider; null when none does. */
export type FindMaintenance = (
  target: { readonly accountId: string | null; readonly providerHost: string | null },
  nowMs: number,
) => { readonly name: string } | null;

/**
 * Why nobody is to be told of something now. What an incident explained while it was open is explained a little longer:
 * a rate's window still holds its errors.
 */
export function findMute(
  rule: Pick<RuleSettings, "when" | "severity" | "windowMinutes">,
  facts: AlertFacts,
  own: IncidentRecord | null,
  parts: { readonly explainers: Explainers; readonly findMaintenance: FindMaintenance; readonly nowMs: number },
): Mute | null {
  const { nowMs } = parts;
  // What watches over the alerts themselves is said whatever else is going on.
  if (isSelfKind(rule.when)) return null;
  const { accountId, providerHost, subject } = facts;
  const maintenance = parts.findMaintenance({ accountId, providerHost }, nowMs);
  if (maintenance !== null) return { kind: "maintenance", by: maintenance.name, incidentId: null };

  const target = { incidentId: own?.id ?? null, kind: rule.when, severity: rule.severity, subjectId: subject.id };
  const lingerMs = (rule.windowMinutes ?? 0) * 60_000;
  const found = parts.explainers.find({ ...target, accountId, providerHost, hasData: true }, lingerMs, nowMs);
  return found === null ? null : { kind: "inhibited", by: `#${found.number}`, incidentId: found.id };
}
