import type { AlertFacts } from "@/lib/contracts/alert-notice";
import type { RuleSettings } from "@/lib/contracts/alert-rules";
import type { Mute } from "@/lib/contracts/incidents";
import { isOpen } from "@/lib/domain/alert-lifecycle/state";
import { isSelfKind } from "@/lib/domain/alert-rules/kinds";
import { findInhibitor, type Inhibitable } from "@/lib/domain/inhibition";
import type { IncidentRecord } from "../../store/alerts/incidents";
import type { AlertEntry } from "./entry";

/** The running maintenance that covers an account or provider; null when none does. */
export type FindMaintenance = (
  target: { readonly accountId: string | null; readonly providerHost: string | null },
  nowMs: number,
) => { readonly name: string } | null;

const asInhibitable = (incident: IncidentRecord): Inhibitable & { readonly incident: IncidentRecord } => ({
  incident,
  incidentId: incident.id,
  kind: incident.kind,
  severity: incident.severity,
  subjectId: incident.subjectId,
  accountId: incident.facts.accountId,
  providerHost: incident.facts.providerHost,
});

/**
 * Why nobody is to be told of something now. What an incident explained while it was open is explained a little longer:
 * a rate's window still holds its errors.
 *
 * @param entries what is open, and what was until lately
 */
export function findMute(
  rule: Pick<RuleSettings, "when" | "severity" | "windowMinutes">,
  facts: AlertFacts,
  own: IncidentRecord | null,
  parts: { readonly entries: Iterable<AlertEntry>; readonly findMaintenance: FindMaintenance; readonly nowMs: number },
): Mute | null {
  const { nowMs } = parts;
  // What watches over the alerts themselves is said whatever else is going on.
  if (isSelfKind(rule.when)) return null;
  const { accountId, providerHost } = facts;
  const maintenance = parts.findMaintenance({ accountId, providerHost }, nowMs);
  if (maintenance !== null) return { kind: "maintenance", by: maintenance.name, incidentId: null };

  const lingerMs = (rule.windowMinutes ?? 0) * 60_000;
  const explaining: ReturnType<typeof asInhibitable>[] = [];
  for (const { incident, state } of parts.entries) {
    if (incident === null || incident.id === own?.id) continue;
    const isLately = incident.resolvedAtMs !== null && nowMs - incident.resolvedAtMs < lingerMs;
    if (isOpen(state) || isLately) explaining.push(asInhibitable(incident));
  }
  const target = { incidentId: own?.id ?? null, kind: rule.when, severity: rule.severity };
  const found = findInhibitor({ ...target, subjectId: facts.subject.id, accountId, providerHost }, explaining);
  return found === null ? null : { kind: "inhibited", by: `#${found.incident.number}`, incidentId: found.incident.id };
}
