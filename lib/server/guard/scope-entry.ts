import { randomUUID } from "node:crypto";
import { type CooldownState, OPEN } from "@/lib/domain/cooldown/state";
import type { ProviderId } from "@/lib/domain/provider-presets";
import type { CooldownRecord, HeldCallerRecord } from "../store/cooldowns";

/** What is known of one scope: its state, and while it is not open the cooldown that is kept of it. */
export interface ScopeEntry {
  readonly scope: CooldownRecord["scope"];
  /** Names the scope in its map: the provider's host, or the account's id. */
  readonly name: string;
  state: CooldownState;
  /** Null while open. */
  record: CooldownRecord | null;
  /** The state's epoch when the cooldown began: replies of earlier ones are not counted as its errors. */
  startEpoch: number;
  callers: Map<string, HeldCallerRecord>;
  /** Whether calls were counted since the counts were last handed over for storing. */
  isDirty: boolean;
}

/** Programs choose method names freely, so what is told apart has a bound. Beyond it each key has one row more. */
const MAX_CALLERS = 200;
const OTHERS = "(others)";

/** The one address that calls leave from, until several can be told apart. */
const EGRESS = "direct";

export const newEntry = (scope: ScopeEntry["scope"], name: string): ScopeEntry => ({
  scope,
  name,
  state: OPEN,
  record: null,
  startEpoch: 0,
  callers: new Map(),
  isDirty: false,
});

/** The beginning of a cooldown, before the state that it is in is written into it. */
export function newRecord(
  entry: ScopeEntry,
  ban: {
    readonly provider: ProviderId;
    readonly providerHost: string;
    readonly accountId: string | null;
    readonly atMs: number;
    readonly isDrill: boolean;
  },
): CooldownRecord {
  const { provider, providerHost, accountId, atMs, isDrill } = ban;
  return {
    id: randomUUID(),
    scope: entry.scope,
    scopeKey: entry.scope === "egress" ? `${EGRESS}@${entry.name}` : entry.name,
    provider,
    providerHost,
    accountId,
    code: "",
    description: "",
    isDrill,
    state: "cooling",
    startedAtMs: atMs,
    waitingSinceMs: atMs,
    untilMs: null,
    nextProbeAtMs: null,
    failedProbes: 0,
    endedAtMs: null,
    endedHow: null,
    endedBy: null,
    endReason: null,
    lastErrorAtMs: atMs,
    errors: 0,
    heldCalls: 0,
    observedCalls: 0,
    callers: [],
    revision: 0,
  };
}

/** The part of a record that the state decides. An open state leaves the last one standing: it ends otherwise. */
export function stateFields(
  state: CooldownState,
): Partial<Pick<CooldownRecord, "state" | "waitingSinceMs" | "untilMs" | "nextProbeAtMs" | "failedProbes">> {
  switch (state.kind) {
    case "open":
      return {};
    case "cooling":
    case "probing": {
      const { kind, untilMs, waitMs, failedProbes } = state;
      const nextProbeAtMs = kind === "cooling" ? untilMs : null;
      return { state: kind, waitingSinceMs: untilMs - waitMs, untilMs, nextProbeAtMs, failedProbes };
    }
    case "empty":
      return { state: "empty", untilMs: null, nextProbeAtMs: state.nextLookUpMs };
    case "blocked":
      return { state: "blocked", untilMs: null, nextProbeAtMs: null };
  }
}

/** A call that a cooldown concerned. */
export interface ConcernedCall {
  readonly accountId: string;
  readonly proxyKeyId: string | null;
  readonly method: string;
}

export const keyOf = ({ accountId, proxyKeyId, method }: ConcernedCall) => `${accountId} ${proxyKeyId ?? ""} ${method}`;

/** Counts a call that was held, or would have been. In memory only: the counts are stored about once a second. */
export function countCall(entry: ScopeEntry, call: ConcernedCall, as: "held" | "observed"): void {
  const { record, callers } = entry;
  if (record === null) return;
  const isKnown = callers.has(keyOf(call)) || callers.size < MAX_CALLERS;
  // The program stays named: one that makes up methods must not hide behind the account's own key.
  const counted = isKnown ? call : { ...call, method: OTHERS };
  const before = callers.get(keyOf(counted)) ?? { ...counted, held: 0, observed: 0 };
  callers.set(keyOf(counted), { ...before, [as]: before[as] + 1 });
  const counts = as === "held" ? { heldCalls: record.heldCalls + 1 } : { observedCalls: record.observedCalls + 1 };
  entry.record = { ...record, ...counts };
  entry.isDirty = true;
}

/** The record with the callers counted so far, the busiest first. */
export function completeRecord(entry: ScopeEntry, record: CooldownRecord): CooldownRecord {
  const callers = [...entry.callers.values()].sort((a, b) => b.held + b.observed - (a.held + a.observed));
  return { ...record, callers };
}
