import { GROUP_MEMORY_MS, groupWaitMs } from "@/lib/domain/alert-groups";
import { REOPEN_WITHIN_MS } from "@/lib/domain/alert-lifecycle/state";
import { isCooldownKind, RULE_KINDS, type RuleKind } from "@/lib/domain/alert-rules/kinds";
import { compareByExplanation } from "@/lib/domain/inhibition";
import type { AlertBatch, AlertStateStore } from "../../store/alerts/commit-alerts";
import type { RuleRecord } from "../../store/alerts/rules";
import type { CooldownRecord } from "../../store/cooldowns";
import type { ChannelRecord } from "../channels/channel-records";
import { type Measurer, needsSnapshot } from "../measure/measurer";
import type { Snapshot } from "../measure/snapshot";
import type { RuleRecords } from "../rules/rule-records";
import type { AlertBook } from "./alert-book";
import { carryOutDeeds, type Deed, type DeedOutcome } from "./deeds";
import { createDraft, type Draft } from "./draft";
import type { FindMaintenance } from "./find-mute";
import { createFindUnheard, type Unheard } from "./find-unheard";

/** What a look needs besides what happened. */
export interface LookParts {
  readonly book: AlertBook;
  readonly states: Pick<AlertStateStore, "commit" | "listUnheard">;
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
}

/** Rules in the order in which they are evaluated, and what was read for them. */
export interface PreparedLook {
  readonly rules: readonly RuleRecord[];
  /** Those that are measured for all of their subjects. */
  readonly chosen: readonly RuleRecord[];
  /** Null where nothing was to be read, or nothing could be. */
  readonly snapshot: Snapshot | null;
  /** Whether all that rules of any kind need was read for this look. */
  readonly isAllRead: boolean;
  /** What reached nobody, where somebody can be reached now. */
  readonly unheard: Unheard;
}

/** What happened since the last look. */
export interface Happened<T extends Deed> {
  readonly cooldowns: readonly CooldownRecord[];
  readonly deeds: readonly T[];
}

/** One look at what happened and at what is so: one instant, one transaction, believed once it is written. */
export interface Look {
  /** Reads what rules of these kinds need from the database. Never rejects: what cannot be read is not measured. */
  prepare(kinds: ReadonlySet<RuleKind>): Promise<PreparedLook>;
  /**
   * @returns its instant, and what became of each deed
   * @throws when it could not be written: then nothing has changed, and the same may be looked at again
   */
  take<T extends Deed>(
    prepared: PreparedLook,
    happened: Happened<T>,
  ): Promise<{ readonly atMs: number; readonly outcomes: ReadonlyMap<T, DeedOutcome> }>;
}

/** Written this often without anything else to write, so that a start does not look back too far. */
const CURSOR_EVERY_MS = 60_000;
/** An incident stays at hand for as long as it may open again, or explain others. */
const REMEMBER_MS = Math.max(REOPEN_WITHIN_MS, 24 * 3_600_000);
/** What nobody asks for any more is swept out so often: that goes through everything that is known. */
const FORGET_EVERY_MS = 60_000;
const FROM_DATABASE = RULE_KINDS.filter(needsSnapshot);

/** Whether what a kind is measured by is there. */
const isReadFor = (kind: RuleKind, snapshot: Snapshot | null): boolean =>
  !needsSnapshot(kind) || (snapshot !== null && !snapshot.unread.some(({ kinds }) => kinds.includes(kind)));

export function createLook(parts: LookParts): Look {
  const { book, states, rules, measurer, now } = parts;
  const findUnheard = createFindUnheard(parts);
  let number = parts.lastNumber;
  let cursorMs = 0;
  let forgotAtMs = 0;

  /** What one kind cannot find out must not keep the others silent. */
  const measure = (draft: Draft, rule: RuleRecord, snapshot: Snapshot | null, nowMs: number): void => {
    // Of a rule that is off there is at most something to end.
    if (!rule.settings.enabled && book.listOfRule(rule.id).length === 0) return;
    try {
      const measurements = measurer.measure(rule, snapshot, nowMs);
      draft.measure(rule, measurements);
      draft.endOthers(rule, measurements);
    } catch (error) {
      parts.onFailed(error);
    }
  };

  const measureCooldown = (draft: Draft, rule: RuleRecord, record: CooldownRecord, nowMs: number): void => {
    try {
      const measured = measurer.measureCooldown(rule, record, nowMs);
      if (measured !== null) draft.measure(rule, [measured]);
    } catch (error) {
      parts.onFailed(error);
    }
  };

  const readSnapshot = async (needing: readonly RuleRecord[]): Promise<Snapshot | null> => {
    if (needing.length === 0) return null;
    const snapshot = await measurer.read(needing, now());
    for (const { error } of snapshot.unread) parts.onFailed(error);
    return snapshot;
  };

  const write = async (
    draft: Draft,
    beside: Pick<AlertBatch, "audit" | "seenCooldownIds">,
    nowMs: number,
  ): Promise<void> => {
    const changed = draft.changes();
    const changes = { ...changed, states: [...book.unsound(), ...changed.states] };
    const isEmpty = [changes.states, changes.incidents, beside.audit, beside.seenCooldownIds].every(
      (list) => list.length === 0,
    );
    // A clock that was set back must not leave it ahead: what came before it would count as looked at.
    if (!isEmpty || nowMs < cursorMs || nowMs - cursorMs >= CURSOR_EVERY_MS) {
      const options = { nowMs, waitMs: groupWaitMs, lookBackMs: GROUP_MEMORY_MS };
      const touched = await states.commit({ ...changes, ...beside, cursorMs: nowMs }, options);
      cursorMs = nowMs;
      book.noteSound();
      parts.onWritten?.();
      if (touched.size > 0) parts.onNotices(touched);
    }
    book.apply(draft.entries());
    if (Math.abs(nowMs - forgotAtMs) >= FORGET_EVERY_MS) {
      book.forget(nowMs - REMEMBER_MS);
      forgotAtMs = nowMs;
    }
    if (!isEmpty) parts.onChange();
  };

  return {
    prepare: async (kinds) => {
      const ordered = [...rules.list()].sort((a, b) => compareByExplanation(a.settings, b.settings));
      const chosen = ordered.filter(({ settings: { when } }) => kinds.has(when));
      const needing = chosen.filter(({ settings: { when } }) => needsSnapshot(when));
      const snapshot = await readSnapshot(needing);
      const isRead = needing.length === 0 || snapshot?.unread.length === 0;
      const isAllRead = isRead && FROM_DATABASE.every((kind) => kinds.has(kind));
      return { rules: ordered, chosen, snapshot, isAllRead, unheard: await findUnheard.find() };
    },
    take: async ({ rules: ordered, chosen, snapshot, unheard }, { cooldowns, deeds }) => {
      // From here to the end of the draft nothing is awaited: it is one instant.
      const nowMs = now();
      const numberBefore = number;
      try {
        const nextNumber = () => {
          number += 1;
          return number;
        };
        const draft = createDraft({ ...parts, findRule: rules.find, channels: parts.channels(), nextNumber, nowMs });
        draft.untell(unheard.incidentIds);
        const ofCooldowns = ordered.filter(({ settings: { when, enabled } }) => enabled && isCooldownKind(when));
        for (const record of cooldowns) for (const rule of ofCooldowns) measureCooldown(draft, rule, record, nowMs);
        const { audit, outcomes } = carryOutDeeds(draft, deeds, { book, nowMs });
        for (const rule of chosen) {
          if (isReadFor(rule.settings.when, snapshot)) measure(draft, rule, snapshot, nowMs);
        }
        draft.endOrphans(ordered);
        const seenCooldownIds = cooldowns.flatMap(({ id, endedAtMs }) => (endedAtMs === null ? [id] : []));
        await write(draft, { audit, seenCooldownIds }, nowMs);
        findUnheard.note(unheard);
        return { atMs: nowMs, outcomes };
      } catch (error) {
        number = numberBefore;
        throw error;
      }
    },
  };
}
