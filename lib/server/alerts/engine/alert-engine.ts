import type { AuditAction } from "@/lib/contracts/audit";
import { GROUP_MEMORY_MS, groupWaitMs } from "@/lib/domain/alert-groups";
import { nextDueMs } from "@/lib/domain/alert-lifecycle/next-due";
import { type PersonAction, REOPEN_WITHIN_MS } from "@/lib/domain/alert-lifecycle/state";
import { isCooldownKind, RULE_KINDS, type RuleKind } from "@/lib/domain/alert-rules/kinds";
import { compareByExplanation } from "@/lib/domain/inhibition";
import { createAuditRecord, listChanges } from "../../audit/audit-record";
import type { AlertBatch, AlertStateStore } from "../../store/alerts/commit-alerts";
import type { IncidentRecord } from "../../store/alerts/incidents";
import type { RuleRecord } from "../../store/alerts/rules";
import type { AuditRecord } from "../../store/audit-events";
import type { CooldownRecord } from "../../store/cooldowns";
import type { AuditActor } from "../../team/actor";
import type { ChannelRecord } from "../channels/channel-records";
import { type Measurer, needsSnapshot } from "../measure/measurer";
import type { Snapshot } from "../measure/snapshot";
import type { RuleRecords } from "../rules/rule-records";
import { timingOf } from "../rules/rule-timing";
import type { AlertBook } from "./alert-book";
import { createDraft, type Draft } from "./draft";
import type { AlertEntry } from "./entry";
import type { FindMaintenance } from "./find-mute";

/** What a person does to an incident. */
export interface Deed {
  readonly incidentId: string;
  readonly action: PersonAction;
  readonly reason: string | null;
  readonly audit: AuditAction;
  readonly by: AuditActor;
}

/** Looks at what happened and at what is so, and writes what follows from it: one look at a time (DESIGN §5). */
export interface AlertEngine {
  /** A cooldown began, or ended. Looked at in this order, so that even the shortest ban is told of. */
  noteCooldown(record: CooldownRecord): void;
  /** Something changed that these kinds look at. */
  noteChange(kinds: readonly RuleKind[]): void;
  /**
   * @returns the incident as it is then
   * - "unknown": there is none of that id that is open
   */
  act(deed: Deed): Promise<IncidentRecord | "unknown">;
  list(): readonly AlertEntry[];
  /** When rules were last looked at; null before the first time. */
  lookedAtMs(): number | null;
  /**
   * Looks at everything once, what happened while nobody looked included, then goes on by itself. Waits for that look for
   * three seconds at most.
   */
  start(missed: readonly CooldownRecord[]): Promise<void>;
  close(): Promise<void>;
}

interface WaitingDeed extends Deed {
  readonly settle: (outcome: IncidentRecord | "unknown") => void;
  readonly fail: (error: unknown) => void;
}

/** What memory tells is looked at this often even if nobody says that it changed; what the database tells every third time. */
const LOOK_EVERY_MS = 5_000;
const SNAPSHOT_EVERY = 3;
const RETRY_AFTER_MS = 500;
const LONGEST_RETRY_MS = 5_000;
/** Between two looks of which none is urgent: changes come by the hundred, and calls want their turn. */
const GAP_MS = 100;
/** No busy loop, whatever a clock says. */
const LEAST_WAIT_MS = 200;
/** Written this often without anything else to write, so that a start does not look back too far. */
const CURSOR_EVERY_MS = 60_000;
/** An incident stays at hand for as long as it may open again, or explain others. */
const REMEMBER_MS = Math.max(REOPEN_WITHIN_MS, 24 * 3_600_000);
/** Cooldowns that wait to be looked at while the database takes nothing. What is left out is found when it runs still. */
const MAX_WAITING = 10_000;
/** How long a start waits for the first look. */
const START_WAIT_MS = 3_000;

export function createAlertEngine(parts: {
  readonly book: AlertBook;
  readonly states: AlertStateStore;
  readonly rules: Pick<RuleRecords, "list" | "find">;
  readonly channels: () => readonly ChannelRecord[];
  readonly measurer: Measurer;
  readonly findMaintenance: FindMaintenance;
  readonly lastNumber: number;
  readonly now: () => number;
  /** Told when something changed that people see. */
  readonly onChange: () => void;
  /** Told which channels have something to send. */
  readonly onNotices: (channelIds: ReadonlySet<string>) => void;
  readonly onFailed: (error: unknown) => void;
  /** Hears that a look was written, before anything of it takes effect in memory. */
  readonly onWritten?: () => void;
}): AlertEngine {
  const { book, states, rules, measurer, now } = parts;
  let cooldowns: CooldownRecord[] = [];
  let deeds: WaitingDeed[] = [];
  let kinds = new Set<RuleKind>();
  let number = parts.lastNumber;
  let cursorMs = 0;
  let lookedAtMs: number | null = null;
  let looks = 0;
  let failures = 0;
  let restedAtMs = Number.NEGATIVE_INFINITY;
  let gapTimer: NodeJS.Timeout | null = null;
  let running: Promise<void> | null = null;
  let dueTimer: NodeJS.Timeout | null = null;
  let isStarted = false;
  let isClosed = false;

  const takeDeeds = (draft: Draft, taken: readonly WaitingDeed[], nowMs: number) => {
    const audit: AuditRecord[] = [];
    const outcomes = new Map<WaitingDeed, IncidentRecord | "unknown">();
    for (const deed of taken) {
      const { incidentId, action, reason, by } = deed;
      const outcome = draft.act(incidentId, action, { name: by.name, reason });
      const known = book.withIncident().find(({ incident }) => incident?.id === incidentId)?.incident ?? null;
      outcomes.set(deed, outcome === "same" ? (known ?? "unknown") : outcome);
      if (outcome === "unknown" || outcome === "same") continue;
      const target = { kind: "incident", id: incidentId, name: `#${outcome.number}` } as const;
      const changes = listChanges<{ reason: string }>(null, reason === null ? null : { reason }, ["reason"]);
      audit.push(createAuditRecord(by, { action: deed.audit, target, changes }, nowMs));
    }
    return { audit, outcomes };
  };

  /** What one kind cannot find out must not keep the others silent. */
  const measure = (draft: Draft, rule: RuleRecord, snapshot: Snapshot | null, nowMs: number): void => {
    try {
      const measurements = measurer.measure(rule, snapshot, nowMs);
      draft.measure(rule, measurements);
      draft.endOthers(rule, measurements);
    } catch (error) {
      parts.onFailed(error);
    }
  };

  const measureCooldown = (
    draft: Draft,
    ordered: readonly RuleRecord[],
    record: CooldownRecord,
    nowMs: number,
  ): void => {
    for (const rule of ordered) {
      if (!isCooldownKind(rule.settings.when)) continue;
      try {
        const measured = measurer.measureCooldown(rule, record, nowMs);
        if (measured !== null) draft.measure(rule, [measured]);
      } catch (error) {
        parts.onFailed(error);
      }
    }
  };

  const readSnapshot = async (needing: readonly RuleRecord[]): Promise<Snapshot | null> => {
    if (needing.length === 0) return null;
    try {
      return await measurer.read(needing, now());
    } catch (error) {
      parts.onFailed(error);
      return null;
    }
  };

  const look = async (): Promise<void> => {
    const ordered = [...rules.list()].sort((a, b) => compareByExplanation(a.settings, b.settings));
    const wanted = kinds;
    kinds = new Set();
    const chosen = ordered.filter(({ settings: { when } }) => wanted.has(when));
    const snapshot = await readSnapshot(chosen.filter(({ settings: { when } }) => needsSnapshot(when)));
    // From here to the end of the draft nothing is awaited: it is one instant.
    const nowMs = now();
    const [takenCooldowns, takenDeeds] = [cooldowns, deeds];
    cooldowns = [];
    deeds = [];
    const numberBefore = number;
    try {
      const nextNumber = () => {
        number += 1;
        return number;
      };
      const draft = createDraft({ ...parts, findRule: rules.find, channels: parts.channels(), nextNumber, nowMs });
      for (const record of takenCooldowns) measureCooldown(draft, ordered, record, nowMs);
      const { audit, outcomes } = takeDeeds(draft, takenDeeds, nowMs);
      for (const rule of chosen) {
        if (snapshot !== null || !needsSnapshot(rule.settings.when)) measure(draft, rule, snapshot, nowMs);
      }
      draft.endOrphans(ordered);
      const seen = takenCooldowns.flatMap(({ id, endedAtMs }) => (endedAtMs === null ? [id] : []));
      await write(draft, { audit, seenCooldownIds: seen }, nowMs);
      for (const deed of takenDeeds) deed.settle(outcomes.get(deed) ?? "unknown");
    } catch (error) {
      number = numberBefore;
      cooldowns = [...takenCooldowns, ...cooldowns].slice(-MAX_WAITING);
      for (const kind of wanted) kinds.add(kind);
      // A person is there to try again; what happened is not.
      for (const deed of takenDeeds) deed.fail(error);
      throw error;
    }
    lookedAtMs = nowMs;
  };

  const write = async (
    draft: Draft,
    beside: Pick<AlertBatch, "audit" | "seenCooldownIds">,
    nowMs: number,
  ): Promise<void> => {
    const changes = draft.changes();
    const isEmpty = [changes.states, changes.incidents, beside.audit, beside.seenCooldownIds].every(
      (list) => list.length === 0,
    );
    if (!isEmpty || nowMs - cursorMs >= CURSOR_EVERY_MS) {
      const options = { nowMs, waitMs: groupWaitMs, lookBackMs: GROUP_MEMORY_MS };
      const touched = await states.commit({ ...changes, ...beside, cursorMs: nowMs }, options);
      cursorMs = nowMs;
      parts.onWritten?.();
      if (touched.size > 0) parts.onNotices(touched);
    }
    book.apply(draft.entries());
    book.forget(nowMs - REMEMBER_MS);
    if (!isEmpty) parts.onChange();
  };

  /** What happened and what people do is looked at without delay; what only may have changed can wait a moment. */
  const isUrgent = () => cooldowns.length > 0 || deeds.length > 0;
  const hasWork = () => isUrgent() || kinds.size > 0;

  const run = async (): Promise<void> => {
    do {
      try {
        await look();
        failures = 0;
      } catch (error) {
        parts.onFailed(error);
        failures += 1;
        if (isClosed) return;
        const waitMs = Math.min(RETRY_AFTER_MS * 2 ** (failures - 1), LONGEST_RETRY_MS);
        await new Promise((resolve) => setTimeout(resolve, waitMs));
      }
    } while (failures > 0 || isUrgent());
  };

  const wake = (): void => {
    // Before the start nothing is looked at: what was missed comes first.
    if (running !== null || isClosed || !isStarted || !hasWork()) return;
    const restMs = restedAtMs + GAP_MS - performance.now();
    if (!isUrgent() && restMs > 0) {
      gapTimer ??= setTimeout(() => {
        gapTimer = null;
        wake();
      }, restMs);
      return;
    }
    running = run().finally(() => {
      running = null;
      restedAtMs = performance.now();
      if (isClosed) return;
      wake();
      planNext();
    });
  };

  /** When each entry is due by time alone; what was due at the last look had its turn then. */
  const listDue = (): { readonly atMs: number; readonly kind: RuleKind }[] =>
    book.list().flatMap(({ ruleId, state, reading }) => {
      const rule = rules.find(ruleId);
      if (rule === undefined || reading === null) return [];
      const atMs = nextDueMs(state, reading, timingOf(rule.settings));
      return atMs === null || atMs <= (lookedAtMs ?? 0) ? [] : [{ atMs, kind: rule.settings.when }];
    });

  /** What comes by time alone: a wait that is over, a reminder. */
  const planNext = (): void => {
    if (dueTimer !== null) clearTimeout(dueTimer);
    dueTimer = null;
    const nextMs = listDue().reduce((least, { atMs }) => Math.min(least, atMs), Number.POSITIVE_INFINITY);
    if (nextMs === Number.POSITIVE_INFINITY) return;
    const waitMs = Math.min(Math.max(nextMs - now(), LEAST_WAIT_MS), LOOK_EVERY_MS);
    dueTimer = setTimeout(() => {
      const nowMs = now();
      noteChange(listDue().flatMap(({ atMs, kind }) => (atMs <= nowMs ? [kind] : [])));
      if (running === null) planNext();
    }, waitMs);
    dueTimer.unref();
  };

  const noteChange = (changed: readonly RuleKind[]): void => {
    for (const kind of changed) kinds.add(kind);
    wake();
  };

  const timer = setInterval(() => {
    looks += 1;
    noteChange(looks % SNAPSHOT_EVERY === 0 ? RULE_KINDS : RULE_KINDS.filter((kind) => !needsSnapshot(kind)));
  }, LOOK_EVERY_MS);
  timer.unref();

  return {
    noteCooldown: (record) => {
      cooldowns.push(record);
      wake();
    },
    noteChange,
    act: (deed) =>
      new Promise((settle, fail) => {
        deeds.push({ ...deed, settle, fail });
        // A message that becomes due by it is the next look's.
        for (const kind of RULE_KINDS) if (!needsSnapshot(kind)) kinds.add(kind);
        wake();
      }),
    list: book.list,
    lookedAtMs: () => lookedAtMs,
    start: async (missed) => {
      isStarted = true;
      cooldowns.unshift(...missed);
      noteChange(RULE_KINDS);
      // A database that takes nothing must not keep the calls waiting: alerts catch up when it does.
      let patience: NodeJS.Timeout | undefined;
      const waited = new Promise<void>((resolve) => {
        patience = setTimeout(resolve, START_WAIT_MS);
      });
      await Promise.race([running, waited]);
      clearTimeout(patience);
    },
    close: async () => {
      clearInterval(timer);
      if (dueTimer !== null) clearTimeout(dueTimer);
      if (gapTimer !== null) clearTimeout(gapTimer);
      isClosed = true;
      await running;
    },
  };
}
