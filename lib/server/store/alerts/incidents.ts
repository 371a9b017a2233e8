import { type AlertFacts, alertFacts, type IncidentEnd, NOTHING_KNOWN } from "@/lib/contracts/alert-notice";
import type { IncidentStatus, TransitionKind } from "@/lib/contracts/incidents";
import type { RuleKind, Severity } from "@/lib/domain/alert-rules/kinds";
import type { Incident as IncidentRow, PrismaClient, IncidentTransition as TransitionRow } from "../generated/client";
import { toNullableMs } from "../nullable-ms";
import type { Database } from "../sqlite/database";
import { ADD_TRANSITIONS, SAVE_INCIDENTS, TRIM_TRANSITIONS } from "./commit-statements";

/** What a rule opened, as it is kept. It outlives its rule. */
export interface IncidentRecord {
  readonly id: string;
  readonly number: number;
  readonly ruleId: string | null;
  readonly rule: string;
  readonly kind: RuleKind;
  readonly severity: Severity;
  readonly subjectId: string;
  /** Which messages it shares, as it was when it opened. */
  readonly groupKey: string;
  readonly status: IncidentStatus;
  readonly facts: AlertFacts;
  readonly openedAtMs: number;
  readonly changedAtMs: number;
  readonly acknowledgedAtMs: number | null;
  readonly acknowledgedBy: string | null;
  readonly snoozedUntilMs: number | null;
  readonly snoozedBy: string | null;
  readonly snoozeReason: string | null;
  readonly muteKind: "maintenance" | "inhibited" | null;
  readonly muteBy: string | null;
  readonly muteIncidentId: string | null;
  readonly escalatedAtMs: number | null;
  readonly noDataSinceMs: number | null;
  readonly resolvesAtMs: number | null;
  readonly resolvedAtMs: number | null;
  readonly resolvedHow: IncidentEnd | null;
  readonly resolvedBy: string | null;
  readonly resolveReason: string | null;
  readonly reopened: number;
}

export interface TransitionRecord {
  readonly id: string;
  readonly incidentId: string;
  readonly atMs: number;
  readonly kind: TransitionKind;
  readonly by: string | null;
  readonly note: string | null;
  readonly untilMs: number | null;
  readonly value: number | null;
}

/** Where a page of the history ends. */
export interface HistoryCursor {
  readonly atMs: number;
  readonly id: string;
}

export interface IncidentStore {
  find(id: string): Promise<IncidentRecord | null>;
  /** Those that are not resolved, and of those that were after `sinceMs` the newest: they may open again. */
  listLive(sinceMs: number): Promise<IncidentRecord[]>;
  /** Resolved ones, the newest end first. */
  listResolved(
    filter: { readonly kind?: RuleKind; readonly severity?: Severity },
    limit: number,
    after?: HistoryCursor,
  ): Promise<IncidentRecord[]>;
  /** The first `first` and the newest `newest`, the oldest first, and how many there are in all. */
  listTransitions(id: string, first: number, newest: number): Promise<{ list: TransitionRecord[]; total: number }>;
  /** The highest number so far, 0 before the first. */
  findLastNumber(): Promise<number>;
  /** When each rule last opened one. */
  listLastOpened(): Promise<ReadonlyMap<string, number>>;
}

/** What comes all day at a thousand places must not be read whole at a start. Of one left out a new incident opens. */
const MAX_RESOLVED = 2_000;

/** Nothing is known of the rest of a damaged row; the incident itself stays. */
const NO_FACTS: AlertFacts = { ...NOTHING_KNOWN, subject: { kind: "installation", id: "", name: "" } };

/** Facts as they were written; a damaged text costs what it told, not the incident. */
export function readFacts(json: string): AlertFacts {
  try {
    return alertFacts.catch(NO_FACTS).parse(JSON.parse(json));
  } catch {
    return NO_FACTS;
  }
}

function toRecord(row: IncidentRow): IncidentRecord {
  return {
    ...row,
    kind: row.kind as RuleKind,
    severity: row.severity as Severity,
    status: row.status as IncidentStatus,
    facts: readFacts(row.facts),
    openedAtMs: Number(row.openedAtMs),
    changedAtMs: Number(row.changedAtMs),
    acknowledgedAtMs: toNullableMs(row.acknowledgedAtMs),
    snoozedUntilMs: toNullableMs(row.snoozedUntilMs),
    muteKind: row.muteKind as IncidentRecord["muteKind"],
    escalatedAtMs: toNullableMs(row.escalatedAtMs),
    noDataSinceMs: toNullableMs(row.noDataSinceMs),
    resolvesAtMs: toNullableMs(row.resolvesAtMs),
    resolvedAtMs: toNullableMs(row.resolvedAtMs),
    resolvedHow: row.resolvedHow as IncidentEnd | null,
  };
}

const toTransition = (row: TransitionRow): TransitionRecord => ({
  ...row,
  atMs: Number(row.atMs),
  kind: row.kind as TransitionKind,
  untilMs: toNullableMs(row.untilMs),
});

/** Writes each incident as it is now, inside the transaction of what changed it. */
export async function saveIncidents(writer: PrismaClient, incidents: readonly IncidentRecord[]): Promise<void> {
  if (incidents.length === 0) return;
  const rows = incidents.map(({ facts, ...fields }) => ({ ...fields, facts: JSON.stringify(facts) }));
  await writer.$executeRawUnsafe(SAVE_INCIDENTS, JSON.stringify(rows));
}

/** Adds what happened, inside the same transaction. */
export async function addTransitions(writer: PrismaClient, transitions: readonly TransitionRecord[]): Promise<void> {
  if (transitions.length > 0) await writer.$executeRawUnsafe(ADD_TRANSITIONS, JSON.stringify(transitions));
}

/** From here on an incident that comes and goes is counted, and only the first and the newest of its times are kept. */
const MANY_TIMES = 50;
/** Looked after so often: counting a thousand lines at each of its changes would cost more than the change. */
const TRIM_EVERY_TIMES = 25;
const KEPT_FIRST = 50;
const KEPT_NEWEST = 1_000;

/** What comes and goes all day must not fill the disk: of its timeline the middle goes. */
export async function trimTransitions(writer: PrismaClient, incidents: readonly IncidentRecord[]): Promise<void> {
  const ids = incidents.flatMap(({ id, reopened }) =>
    reopened >= MANY_TIMES && reopened % TRIM_EVERY_TIMES === 0 ? [id] : [],
  );
  if (ids.length === 0) return;
  await writer.$executeRawUnsafe(TRIM_TRANSITIONS, JSON.stringify(ids), KEPT_FIRST, KEPT_NEWEST);
}

export function createIncidentStore({ reader }: Pick<Database, "reader">): IncidentStore {
  return {
    find: async (id) => {
      const row = await reader.incident.findUnique({ where: { id } });
      return row === null ? null : toRecord(row);
    },
    listLive: async (sinceMs) => {
      const open = await reader.incident.findMany({ where: { resolvedAtMs: null } });
      const resolved = await reader.incident.findMany({
        where: { resolvedAtMs: { gte: sinceMs } },
        orderBy: { resolvedAtMs: "desc" },
        take: MAX_RESOLVED,
      });
      return [...open, ...resolved].sort((a, b) => a.number - b.number).map(toRecord);
    },
    listResolved: async ({ kind, severity }, limit, after) => {
      const older = after && {
        resolvedAtMs: { lte: after.atMs },
        NOT: { resolvedAtMs: after.atMs, id: { gte: after.id } },
      };
      const rows = await reader.incident.findMany({
        where: { kind, severity, resolvedAtMs: { not: null }, AND: older ?? {} },
        orderBy: [{ resolvedAtMs: "desc" }, { id: "desc" }],
        take: limit,
      });
      return rows.map(toRecord);
    },
    listTransitions: async (incidentId, first, newest) => {
      const total = await reader.incidentTransition.count({ where: { incidentId } });
      const list = (order: "asc" | "desc", take: number) =>
        reader.incidentTransition.findMany({ where: { incidentId }, orderBy: { id: order }, take });
      if (total <= first + newest) return { list: (await list("asc", first + newest)).map(toTransition), total };
      const rows = [...(await list("asc", first)), ...(await list("desc", newest)).reverse()];
      return { list: rows.map(toTransition), total };
    },
    findLastNumber: async () => (await reader.incident.aggregate({ _max: { number: true } }))._max.number ?? 0,
    listLastOpened: async () => {
      const rows = await reader.incident.groupBy({
        by: ["ruleId"],
        where: { ruleId: { not: null } },
        _max: { openedAtMs: true },
      });
      return new Map(rows.map(({ ruleId, _max }) => [ruleId ?? "", Number(_max.openedAtMs ?? 0)]));
    },
  };
}
