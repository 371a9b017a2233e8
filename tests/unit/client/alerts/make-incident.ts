import { NOTHING_KNOWN } from "@/lib/contracts/alert-notice";
import { type Incident, incident } from "@/lib/contracts/incidents";

const FACTS: Incident["facts"] = {
  ...NOTHING_KNOWN,
  subject: { kind: "account", id: "a1", name: "main" },
  providerName: "Provider",
  providerHost: "api.example.com",
  accountId: "a1",
  account: "main",
};

/** An incident as the API gives it, checked against its contract. */
export function makeIncident(
  changes: Partial<Omit<Incident, "facts">> & { facts?: Partial<Incident["facts"]> } = {},
): Incident {
  const { facts, ...rest } = changes;
  return incident.parse({
    id: "i1",
    number: 1,
    status: "firing",
    kind: "error-rate",
    rule: "Error rate",
    ruleId: "r1",
    severity: "warning",
    openedAtMs: 1_000,
    firesSinceMs: changes.openedAtMs ?? 1_000,
    changedAtMs: 1_000,
    acknowledged: null,
    snoozed: null,
    muted: null,
    escalatedAtMs: null,
    noDataSinceMs: null,
    resolvesAtMs: null,
    resolvedAtMs: null,
    resolvedHow: null,
    resolvedBy: null,
    resolveReason: null,
    reopened: 0,
    deliveries: { delivered: 0, waiting: 0, failed: 0 },
    ...rest,
    facts: { ...FACTS, ...facts },
  });
}
