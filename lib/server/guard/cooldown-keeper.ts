import { randomUUID } from "node:crypto";
import { UNREADABLE_REPLY_CODE } from "@/lib/domain/catalogue";
import { findHoldRule, type HoldRule } from "@/lib/domain/cooldown/hold-rules";
import { restoreCooldown } from "@/lib/domain/cooldown/restore";
import { type CooldownState, dueAtMs, holds } from "@/lib/domain/cooldown/state";
import { type CooldownEvent, stepCooldown } from "@/lib/domain/cooldown/step";
import type { ProviderId } from "@/lib/domain/provider-presets";
import type { CooldownRecord } from "../store/cooldowns";
import { eventOf, type RefusalText } from "./read-refusal";
import {
  type ConcernedCall,
  completeRecord,
  countCall,
  keyOf,
  newEntry,
  newRecord,
  type ScopeEntry,
  stateFields,
} from "./scope-entry";

/** The moment at which a call is sent, as its scopes count it. Null for a scope that the reply is to say nothing to. */
export interface Ticket {
  readonly egressEpoch: number | null;
  readonly accountEpoch: number | null;
}

/** A reply of the provider, as far as the keeper needs it. */
export interface NotedReply {
  /** Null for a success. */
  readonly error: RefusalText | null;
  readonly atMs: number;
  readonly provider: ProviderId;
  readonly providerHost: string;
  /** Null while a key is only being tried out: then only its address can be banned. */
  readonly accountId: string | null;
  readonly ticket: Ticket;
  readonly isDrill: boolean;
}

/** What a cooldown would become. Nothing has changed until it is applied. */
export interface Transition {
  readonly from: CooldownState;
  readonly to: CooldownState;
  /** As it is to be stored. */
  readonly record: CooldownRecord;
}

export type HowItEnds = Pick<CooldownRecord, "endedHow" | "endedBy" | "endReason">;

/** The states of all scopes, in memory, without I/O. */
export interface CooldownKeeper {
  /** The cooldown for which calls of this method wait now, null when they may go. Two map look-ups. */
  findHold(accountId: string, providerHost: string, method: string): CooldownRecord | null;
  /** Whether anything but Banwatch's own probes should leave for this account (null: only the address counts). */
  isHeld(accountId: string | null, providerHost: string): boolean;
  ticket(accountId: string | null, providerHost: string): Ticket;
  /**
   * Takes note of a reply.
   *
   * @returns the cooldown's new state, to be stored before the reply is handed on; null when nothing is to be stored
   */
  noteReply(reply: NotedReply): CooldownRecord | null;
  /** Counts a call that the cooldown held, or would have held. */
  countCall(id: string, call: ConcernedCall, as: "held" | "observed"): void;
  /** Those that have to be acted on at `nowMs`, the one that waits longest first. */
  listDue(nowMs: number): CooldownRecord[];
  /** When the next one falls due, null when none is planned. */
  nextDueAtMs(): number | null;
  /** What an event would make of a running cooldown; null when it changes nothing, or it does not run any more. */
  plan(id: string, event: CooldownEvent, nowMs: number, ends?: HowItEnds): Transition | null;
  /**
   * Carries it out.
   *
   * @returns the cooldown as it is then, with what was counted since the transition was planned; null when its state has
   * changed meanwhile, and nothing was carried out
   */
  apply(transition: Transition): CooldownRecord | null;
  /**
   * What is to be stored of a cooldown whose stored state was overtaken by another one. One that is stored as ended is
   * over for good, so what goes on is a cooldown of its own.
   *
   * @returns null when it does not run any more
   */
  renew(id: string, isStoredAsEnded: boolean): CooldownRecord | null;
  /** The epoch of a running cooldown, for the event that a question sent now will bring. */
  epochOf(id: string): number | null;
  /** Moves every wait with the wall clock. @returns what is to be stored */
  stepClock(byMs: number, nowMs: number): CooldownRecord[];
  /** Replies to calls sent with a key that was replaced, or before an archiving, say nothing about what comes after. */
  forgetCallsOf(accountId: string, nowMs: number): void;
  /** Those with counts of calls that were not handed over for storing yet. */
  takeCounted(): CooldownRecord[];
  /** Those that run: without an end first, then the latest end. */
  listRunning(): CooldownRecord[];
  find(id: string): CooldownRecord | null;
  /** The running cooldown of the account itself, not of its address. */
  findOfAccount(accountId: string): CooldownRecord | null;
}

/** Sorts what does not end by time after every instant. */
const endOf = (record: CooldownRecord) => record.untilMs ?? Number.MAX_SAFE_INTEGER;

/** @param restored the cooldowns that ran when the process last stopped, from the store */
export function createCooldownKeeper(restored: readonly CooldownRecord[], nowMs: number): CooldownKeeper {
  const egresses = new Map<string, ScopeEntry>();
  const accounts = new Map<string, ScopeEntry>();
  /** Those that are not open, by the cooldown's id. */
  const running = new Map<string, ScopeEntry>();

  const mapOf = (scope: ScopeEntry["scope"]) => (scope === "egress" ? egresses : accounts);

  const entryOf = (scope: ScopeEntry["scope"], name: string): ScopeEntry => {
    const known = mapOf(scope).get(name);
    if (known !== undefined) return known;
    const entry = newEntry(scope, name);
    mapOf(scope).set(name, entry);
    return entry;
  };

  for (const record of restored) {
    const entry = entryOf(record.scope, record.scope === "egress" ? record.providerHost : record.scopeKey);
    entry.state = restoreCooldown(record, nowMs);
    entry.record = { ...record, ...stateFields(entry.state) };
    entry.callers = new Map(record.callers.map((caller) => [keyOf(caller), caller]));
    running.set(record.id, entry);
  }

  const holdIn = (entry: ScopeEntry | undefined, method: string): CooldownRecord | null =>
    entry?.record !== undefined && entry.record !== null && holds(entry.state, method) ? entry.record : null;

  const isOpen = (entry: ScopeEntry | undefined) => entry === undefined || entry.state.kind === "open";

  const revise = (entry: ScopeEntry, record: CooldownRecord): CooldownRecord => {
    const revised = completeRecord(entry, { ...record, revision: record.revision + 1 });
    entry.record = revised;
    return revised;
  };

  const noteRefusal = (reply: NotedReply, rule: HoldRule, error: RefusalText) => {
    const name = rule.scope === "egress" ? reply.providerHost : reply.accountId;
    const epoch = rule.scope === "egress" ? reply.ticket.egressEpoch : reply.ticket.accountEpoch;
    if (name === null || epoch === null) return null;
    const entry = entryOf(rule.scope, name);
    const before = entry.state;
    entry.state = stepCooldown(before, eventOf(reply, rule, error, epoch), reply.atMs);
    if (entry.state.kind === "open") return null;
    if (entry.record === null) {
      entry.record = newRecord(entry, reply);
      entry.startEpoch = before.epoch;
      entry.callers = new Map();
      running.set(entry.record.id, entry);
    }
    const { record } = entry;
    if (entry.state === before && epoch < entry.startEpoch) return null;
    return revise(entry, {
      ...record,
      ...stateFields(entry.state),
      // The words and the code stay those of the reply that decides the end.
      ...(entry.state === before ? {} : { code: error.code, description: error.description }),
      lastErrorAtMs: reply.atMs,
      // A hold that it took several replies to begin began with all of them.
      errors: record.errors + (record.revision === 0 ? rule.inARow : 1),
    });
  };

  /** Whatever the provider answers shows that it knows the key, unless it answers before it has looked at it. */
  const noteAnswer = ({ accountId, ticket, error, atMs }: NotedReply): void => {
    const entry = accountId === null ? undefined : accounts.get(accountId);
    if (entry === undefined || ticket.accountEpoch === null || error?.code === UNREADABLE_REPLY_CODE) return;
    entry.state = stepCooldown(entry.state, { type: "answered", epoch: ticket.accountEpoch }, atMs);
  };

  return {
    findHold: (accountId, providerHost, method) =>
      holdIn(egresses.get(providerHost), method) ?? holdIn(accounts.get(accountId), method),
    isHeld: (accountId, providerHost) =>
      !isOpen(egresses.get(providerHost)) || (accountId !== null && !isOpen(accounts.get(accountId))),
    ticket: (accountId, providerHost) => ({
      egressEpoch: egresses.get(providerHost)?.state.epoch ?? 0,
      accountEpoch: accountId === null ? null : (accounts.get(accountId)?.state.epoch ?? 0),
    }),
    noteReply: (reply) => {
      const rule = reply.error === null ? null : findHoldRule(reply.error.code);
      if (reply.error !== null && rule !== null) return noteRefusal(reply, rule, reply.error);
      noteAnswer(reply);
      return null;
    },
    countCall: (id, call, as) => {
      const entry = running.get(id);
      if (entry !== undefined) countCall(entry, call, as);
    },
    listDue: (at) =>
      [...running.values()]
        .flatMap(({ state, record }) => {
          const dueMs = dueAtMs(state);
          return record !== null && dueMs !== null && dueMs <= at ? [{ dueMs, record }] : [];
        })
        .sort((a, b) => a.dueMs - b.dueMs)
        .map(({ record }) => record),
    nextDueAtMs: () => {
      let nextMs: number | null = null;
      for (const { state } of running.values()) {
        const dueMs = dueAtMs(state);
        if (dueMs !== null && (nextMs === null || dueMs < nextMs)) nextMs = dueMs;
      }
      return nextMs;
    },
    plan: (id, event, at, ends) => {
      const entry = running.get(id);
      if (entry?.record === undefined || entry.record === null) return null;
      const to = stepCooldown(entry.state, event, at);
      if (to === entry.state) return null;
      const ended = to.kind === "open" ? { endedAtMs: at, ...ends } : {};
      const record = { ...entry.record, ...stateFields(to), ...ended, revision: entry.record.revision + 1 };
      return { from: entry.state, to, record: completeRecord(entry, record) };
    },
    apply: ({ from, to, record }) => {
      const entry = running.get(record.id);
      if (entry?.record === undefined || entry.record === null || entry.state !== from) return null;
      // What was counted while the transition was being stored stays.
      const { heldCalls, observedCalls, errors, lastErrorAtMs, revision } = entry.record;
      const counted = { heldCalls, observedCalls, errors, lastErrorAtMs };
      const applied = completeRecord(entry, {
        ...record,
        ...counted,
        revision: Math.max(revision + 1, record.revision),
      });
      entry.state = to;
      if (to.kind === "open") {
        entry.record = null;
        running.delete(record.id);
      } else {
        entry.record = applied;
      }
      return applied;
    },
    renew: (id, isStoredAsEnded) => {
      const entry = running.get(id);
      if (entry?.record === undefined || entry.record === null) return null;
      if (!isStoredAsEnded) return revise(entry, { ...entry.record, revision: entry.record.revision + 1 });
      running.delete(id);
      entry.callers = new Map();
      const { lastErrorAtMs } = entry.record;
      const fresh = { id: randomUUID(), startedAtMs: lastErrorAtMs, errors: 1, heldCalls: 0, observedCalls: 0 };
      const renewed = revise(entry, { ...entry.record, ...fresh });
      running.set(renewed.id, entry);
      return renewed;
    },
    epochOf: (id) => running.get(id)?.state.epoch ?? null,
    stepClock: (byMs, at) =>
      [...running.values()].flatMap((entry) => {
        const next = stepCooldown(entry.state, { type: "clock-stepped", byMs }, at);
        if (next === entry.state || entry.record === null) return [];
        entry.state = next;
        return [revise(entry, { ...entry.record, ...stateFields(next) })];
      }),
    forgetCallsOf: (accountId, at) => {
      const entry = entryOf("account", accountId);
      if (entry.record === null) entry.state = stepCooldown(entry.state, { type: "lifted" }, at);
    },
    takeCounted: () =>
      [...running.values()].flatMap((entry) => {
        if (!entry.isDirty || entry.record === null) return [];
        entry.isDirty = false;
        return [completeRecord(entry, entry.record)];
      }),
    listRunning: () =>
      [...running.values()]
        .flatMap((entry) => (entry.record === null ? [] : [completeRecord(entry, entry.record)]))
        .sort((a, b) => endOf(b) - endOf(a)),
    find: (id) => {
      const entry = running.get(id);
      return entry?.record ? completeRecord(entry, entry.record) : null;
    },
    findOfAccount: (accountId) => accounts.get(accountId)?.record ?? null,
  };
}
