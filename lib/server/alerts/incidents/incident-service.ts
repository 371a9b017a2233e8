import type { AuditAction } from "@/lib/contracts/audit";
import type {
  Incident,
  IncidentHistoryQuery,
  IncidentHistoryResponse,
  IncidentResponse,
  OpenAlertsResponse,
  ResolveRequest,
  SnoozeRequest,
} from "@/lib/contracts/incidents";
import { isOpen, type PersonAction } from "@/lib/domain/alert-lifecycle/state";
import { SEVERITIES } from "@/lib/domain/alert-rules/kinds";
import { invalidField } from "../../accounts/invalid-field";
import { RequestError } from "../../request-error";
import type { DeliveryStore } from "../../store/alerts/deliveries";
import type { HistoryCursor, IncidentRecord, IncidentStore } from "../../store/alerts/incidents";
import type { AuditActor } from "../../team/actor";
import type { ChannelRecords } from "../channels/channel-records";
import type { AlertEngine } from "../engine/alert-engine";
import type { RuleRecords } from "../rules/rule-records";
import type { ResendDelivery } from "./resend-delivery";
import { listFiringSince, toDelivery, toIncident, toPending, toTransition } from "./to-incident";

/** What people see of alerts, and do to them. */
export interface IncidentService {
  listOpen(): Promise<OpenAlertsResponse>;
  /** @throws {RequestError} 400 for a cursor that is not one of ours */
  listHistory(query: IncidentHistoryQuery): Promise<IncidentHistoryResponse>;
  /** @throws {RequestError} 404 */
  get(id: string): Promise<IncidentResponse>;
  /**
   * These answer with the incident as it is then. What it is already stays so.
   *
   * @throws {RequestError} 404, or 409 when it is over
   */
  acknowledge(id: string, by: AuditActor): Promise<ChangedIncident>;
  unacknowledge(id: string, by: AuditActor): Promise<ChangedIncident>;
  snooze(id: string, request: SnoozeRequest, by: AuditActor): Promise<ChangedIncident>;
  unsnooze(id: string, by: AuditActor): Promise<ChangedIncident>;
  resolve(id: string, request: ResolveRequest, by: AuditActor): Promise<ChangedIncident>;
  readonly resend: ResendDelivery;
}

interface ChangedIncident {
  readonly serverNowMs: number;
  readonly incident: Incident;
}

const MAX_OPEN = 500;
const FIRST_TRANSITIONS = 50;
const NEWEST_TRANSITIONS = 450;
const MAX_DELIVERIES = 200;
const MAX_ATTEMPTS = 50;

const isFiring = ({ status }: Incident) => status === "firing";
const isQuiet = ({ snoozed, muted }: Incident) => snoozed !== null || muted !== null;

/** Firing before acknowledged, what somebody should look at before what is quiet, the worst first, then the newest. */
function byUrgency(a: Incident, b: Incident): number {
  const rank = (one: Incident) =>
    (isFiring(one) ? 0 : 1_000) + (isQuiet(one) ? 100 : 0) + SEVERITIES.indexOf(one.severity);
  return rank(a) - rank(b) || b.firesSinceMs - a.firesSinceMs;
}

function readCursor(cursor: string | undefined): HistoryCursor | undefined {
  if (cursor === undefined) return undefined;
  const [, atMs, id] = /^(\d{1,15})_([0-9a-f-]{36})$/.exec(cursor) ?? [];
  if (atMs === undefined || id === undefined) throw invalidField("cursor", "is not one that a page ended with");
  return { atMs: Number(atMs), id };
}

/** @param parts.readSeries what was measured around an incident */
export function createIncidentService(parts: {
  readonly engine: Pick<AlertEngine, "list" | "act">;
  readonly incidents: IncidentStore;
  readonly deliveries: Pick<DeliveryStore, "countOf" | "listOfIncident">;
  readonly rules: Pick<RuleRecords, "find">;
  readonly channels: Pick<ChannelRecords, "find">;
  readonly resend: ResendDelivery;
  readonly readSeries: (incident: IncidentRecord) => Promise<IncidentResponse["series"]>;
  readonly now: () => number;
}): IncidentService {
  const { engine, incidents, deliveries, rules, now } = parts;

  const withCounts = async (records: readonly IncidentRecord[]): Promise<Incident[]> => {
    const counts = await deliveries.countOf(records.map(({ id }) => id));
    const since = listFiringSince(engine.list());
    const hasRule = (id: string) => rules.find(id) !== undefined;
    return records.map((record) => toIncident(record, since.get(record.id), counts.get(record.id), hasRule));
  };

  /** As memory knows it, which is newer than the database between two changes. */
  const find = async (id: string): Promise<IncidentRecord> => {
    const live = engine.list().find(({ incident }) => incident?.id === id)?.incident;
    const record = live ?? (await incidents.find(id));
    if (record === null) throw new RequestError(404, "not_found", "There is no such incident.");
    return record;
  };

  const act = async (
    incidentId: string,
    action: PersonAction,
    audit: AuditAction,
    reason: string | null,
    by: AuditActor,
  ): Promise<ChangedIncident> => {
    const outcome = await engine.act({ incidentId, action, audit, reason, by });
    if (outcome === "unknown") {
      await find(incidentId);
      throw new RequestError(409, "resolved", "This incident is over already.");
    }
    const [incident] = await withCounts([outcome]);
    if (incident === undefined) throw new RequestError(404, "not_found", "There is no such incident.");
    return { serverNowMs: now(), incident };
  };

  return {
    listOpen: async () => {
      const entries = engine.list();
      const open = entries.flatMap(({ state, incident }) => (isOpen(state) && incident !== null ? [incident] : []));
      const list = (await withCounts(open)).sort(byUrgency);
      const loud = list.filter((incident) => isFiring(incident) && !isQuiet(incident));
      return {
        serverNowMs: now(),
        incidents: list.slice(0, MAX_OPEN),
        pending: entries.flatMap((entry) => toPending(entry, rules.find(entry.ruleId)) ?? []).slice(0, MAX_OPEN),
        counts: {
          firing: loud.length,
          critical: loud.filter(({ severity }) => severity === "critical").length,
          acknowledged: list.filter((incident) => !isFiring(incident)).length,
          snoozed: list.filter(({ snoozed }) => snoozed !== null).length,
          muted: list.filter(({ muted }) => muted !== null).length,
        },
      };
    },
    listHistory: async ({ kind, severity, limit, cursor }) => {
      const records = await incidents.listResolved({ kind, severity }, limit + 1, readCursor(cursor));
      const page = records.slice(0, limit);
      const last = records.length > limit ? page.at(-1) : undefined;
      return {
        serverNowMs: now(),
        incidents: await withCounts(page),
        nextCursor: last === undefined ? null : `${last.resolvedAtMs}_${last.id}`,
      };
    },
    get: async (id) => {
      const record = await find(id);
      const [incident] = await withCounts([record]);
      if (incident === undefined) throw new RequestError(404, "not_found", "There is no such incident.");
      const transitions = await incidents.listTransitions(id, FIRST_TRANSITIONS, NEWEST_TRANSITIONS);
      const sent = await deliveries.listOfIncident(id, MAX_DELIVERIES, MAX_ATTEMPTS);
      return {
        serverNowMs: now(),
        incident,
        transitions: transitions.list.map(toTransition),
        transitionsTotal: transitions.total,
        deliveries: sent.list.map((one) => toDelivery(one, (channel) => parts.channels.find(channel) !== undefined)),
        deliveriesTotal: sent.total,
        series: await parts.readSeries(record),
      };
    },
    resend: parts.resend,
    acknowledge: (id, by) => act(id, { kind: "acknowledge" }, "incident.acknowledged", null, by),
    unacknowledge: (id, by) => act(id, { kind: "unacknowledge" }, "incident.unacknowledged", null, by),
    snooze: (id, { minutes, reason }, by) => {
      const untilMs = now() + minutes * 60_000;
      return act(id, { kind: "snooze", untilMs }, "incident.snoozed", reason, by);
    },
    unsnooze: (id, by) => act(id, { kind: "unsnooze" }, "incident.unsnoozed", null, by),
    resolve: (id, { reason }, by) => act(id, { kind: "resolve" }, "incident.resolved", reason, by),
  };
}
