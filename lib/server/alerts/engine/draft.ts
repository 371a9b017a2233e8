import { actOnAlert } from "@/lib/domain/alert-lifecycle/act";
import { evaluateAlert } from "@/lib/domain/alert-lifecycle/evaluate";
import {
  type AlertStep,
  type AlertTiming,
  isOpen,
  OK,
  type PersonAction,
  type Reading,
} from "@/lib/domain/alert-lifecycle/state";
import { createEventId } from "../../event-id";
import type { AlertStateRecord } from "../../store/alerts/commit-alerts";
import type { IncidentRecord, TransitionRecord } from "../../store/alerts/incidents";
import type { PlannedNotice } from "../../store/alerts/planned-notice";
import type { RuleRecord } from "../../store/alerts/rules";
import type { ChannelRecord } from "../channels/channel-records";
import type { Measurement } from "../measure/measurement";
import { timingOf } from "../rules/rule-timing";
import type { AlertBook } from "./alert-book";
import { type AlertEntry, keyOf, mergeFacts } from "./entry";
import { createExplainers } from "./explainers";
import { type FindMaintenance, findMute } from "./find-mute";
import { mergeNotices, noticeOf, planNotice } from "./plan-notices";
import { listUntold, untell } from "./untell";
import { type Happening, listTransitions, type UpdateInput, updateIncident } from "./update-incident";

/** Who did something to an incident, and why. */
export interface ActedBy {
  readonly name: string;
  readonly reason: string | null;
}

/** What one look changes, put together before any of it is written or takes effect. */
export interface Draft {
  /** What reached nobody is told again when it is measured, as something new. */
  untell(unheardIds: ReadonlySet<string>): void;
  /** Takes note of what was measured. */
  measure(rule: RuleRecord, measurements: readonly Measurement[]): void;
  /** Subjects that the rule does not have any more are over. */
  endOthers(rule: RuleRecord, measurements: readonly Measurement[]): void;
  /** What is open of rules that are gone is over. */
  endOrphans(rules: readonly RuleRecord[]): void;
  /** @returns the incident as it is then; "unknown" without an open one of that id, "same" when it changes nothing */
  act(incidentId: string, action: PersonAction, by: ActedBy): IncidentRecord | "unknown" | "same";
  /** What there is to write. */
  changes(): {
    readonly states: readonly AlertStateRecord[];
    readonly incidents: readonly IncidentRecord[];
    readonly transitions: readonly TransitionRecord[];
    readonly notices: readonly PlannedNotice[];
  };
  /** What there is to know afterwards, also where there is nothing to write. */
  entries(): Iterable<AlertEntry>;
}

/** What is open of a rule that is gone is only ended. */
const NO_WAITS: AlertTiming = {
  forMs: 0,
  clearForMs: 0,
  repeatMs: null,
  escalateAfterMs: null,
  noDataEndMs: null,
  notifyResolved: true,
};

const timingOfKnown = (rule: RuleRecord | null | undefined): AlertTiming =>
  rule == null ? NO_WAITS : timingOf(rule.settings);

/** A ban that a person closed, and now another one: it was fine in between, though nobody looked. */
const isAnotherBan = ({ state, facts }: AlertEntry, measured: Measurement): boolean =>
  state.kind === "closed" &&
  measured.reading.kind === "breach" &&
  measured.facts.cooldownId !== null &&
  facts.cooldownId !== measured.facts.cooldownId;

/** A rehearsal and the real thing are never one incident, however soon one follows the other. */
const isOtherPlay = ({ state, incident }: AlertEntry, { reading, facts }: Measurement): boolean =>
  state.kind === "resolved" &&
  reading.kind === "breach" &&
  incident !== null &&
  incident.facts.isDrill !== facts.isDrill;

/** @param nowMs the one instant of the whole look */
export function createDraft(parts: {
  readonly book: AlertBook;
  readonly findRule: (id: string) => RuleRecord | undefined;
  readonly channels: readonly ChannelRecord[];
  readonly findMaintenance: FindMaintenance;
  readonly nextNumber: () => number;
  readonly nowMs: number;
}): Draft {
  const { book, findRule, channels, findMaintenance, nextNumber, nowMs } = parts;
  const changed = new Map<string, AlertEntry>();
  const explainers = createExplainers(book.explainers);
  const states = new Map<string, AlertStateRecord>();
  const incidents = new Map<string, IncidentRecord>();
  const transitions: TransitionRecord[] = [];
  const notices: PlannedNotice[] = [];

  const find = (key: string): AlertEntry | undefined => changed.get(key) ?? book.find(key);

  /** Everything as it is in this draft. */
  const listNow = (): AlertEntry[] => {
    const others = book.list().filter(({ ruleId, subjectId }) => !changed.has(keyOf(ruleId, subjectId)));
    return [...changed.values(), ...others];
  };

  const keep = (entry: AlertEntry): void => {
    changed.set(keyOf(entry.ruleId, entry.subjectId), entry);
    explainers.note(entry);
  };

  const planNotices = (
    before: AlertEntry,
    step: AlertStep,
    incident: IncidentRecord,
    rule: RuleRecord["settings"] | null,
  ): PlannedNotice[] => {
    const sinceMs = isOpen(step.state) ? step.state.sinceMs : isOpen(before.state) ? before.state.sinceMs : nowMs;
    return step.effects
      .flatMap((effect) =>
        effect.kind === "notify" ? effect.event : effect.kind === "acknowledged" ? effect.kind : [],
      )
      .map((event) => planNotice(noticeOf(incident, event, sinceMs, nowMs), incident.groupKey, rule, channels));
  };

  const note = (before: AlertEntry, step: AlertStep, given: Pick<UpdateInput, "facts" | "mute" | "by">): AlertEntry => {
    const { ruleId, subjectId, incident: known } = before;
    const settings = findRule(ruleId)?.settings ?? null;
    const named = { name: known?.rule ?? "", when: known?.kind ?? "ip-ban", severity: known?.severity ?? "info" };
    const rule = settings ?? { ...named, clearForMinutes: 0 };
    const happenings = step.effects.filter((effect): effect is Happening => effect.kind !== "notify");
    const input = { incident: known, state: step.state, happenings, ruleId, rule, nextNumber, nowMs, ...given };
    const incident = updateIncident(input);
    const planned = incident === null ? [] : planNotices(before, step, incident, settings);
    const isUnheard = planned.some(({ notice, targets }) => notice.event === "firing" && targets.length === 0);
    const state = isUnheard ? untell(step.state, before.state) : step.state;
    const entry: AlertEntry = { ...before, state, facts: given.facts, incident };

    if (state !== before.state) {
      states.set(keyOf(ruleId, subjectId), { ruleId, subjectId, state, facts: given.facts });
    }
    if (incident !== null && (state !== before.state || happenings.length > 0)) {
      incidents.set(incident.id, incident);
      const said = planned.filter(({ targets }) => targets.length > 0).map(({ notice }) => notice.event);
      transitions.push(...listTransitions(incident.id, input, said));
    }
    notices.push(...planned.filter(({ targets, ifTold }) => targets.length + ifTold.length > 0));
    return entry;
  };

  /** @param about the facts are put together only where they matter: most of what is known is well, and stays so */
  const evaluate = (
    before: AlertEntry,
    reading: Reading,
    about: Pick<AlertEntry, "facts">,
    rule: RuleRecord | null,
  ): void => {
    const isPaused = rule === null || !rule.settings.enabled;
    const mayOpen = reading.kind === "breach" || isOpen(before.state);
    const mute =
      isPaused || !mayOpen
        ? null
        : findMute(rule.settings, about.facts, before.incident, { explainers, findMaintenance, nowMs });
    const step = evaluateAlert({
      state: before.state,
      reading,
      timing: timingOfKnown(rule),
      mute: mute === null ? null : { kind: mute.kind, by: mute.by },
      paused: isPaused,
      nowMs,
      newIncidentId: () => createEventId(nowMs),
    });
    if (step.state === before.state && step.effects.length === 0 && !isOpen(before.state)) {
      keep({ ...before, reading });
      return;
    }
    const { facts } = about;
    const isClosed = before.state.kind === "closed" && step.state.kind === "closed";
    const given = before.incident === null ? facts : mergeFacts(before.incident.facts, facts, reading);
    // What was closed is remembered as what it was, so that the next ban is told apart from it.
    const kept = isClosed ? before.facts : given;
    keep({ ...note(before, step, { facts: kept, mute, by: null }), reading });
  };

  const gone: Reading = { kind: "gone" };

  return {
    untell: (unheardIds) => {
      for (const entry of unheardIds.size === 0 ? [] : listUntold(listNow(), unheardIds)) {
        states.set(keyOf(entry.ruleId, entry.subjectId), entry);
        keep(entry);
      }
    },
    measure: (rule, measurements) => {
      for (const measurement of measurements) {
        const { subjectId, reading } = measurement;
        const known = find(keyOf(rule.id, subjectId));
        if (known !== undefined && isAnotherBan(known, measurement))
          evaluate(known, { kind: "clear" }, measurement, rule);
        const before = find(keyOf(rule.id, subjectId));
        // Most subjects are well at most times: they cost a look-up and nothing more.
        if (before === undefined && reading.kind !== "breach") continue;
        const fresh = () => {
          const { facts } = measurement;
          return { ruleId: rule.id, subjectId, state: OK, reading: null, facts, incident: null };
        };
        const goesOn = before !== undefined && !isOtherPlay(before, measurement);
        evaluate(goesOn ? before : fresh(), reading, measurement, rule);
      }
    },
    endOthers: (rule, measurements) => {
      const entries = book.listOfRule(rule.id);
      if (entries.length === 0) return;
      const present = new Set(measurements.map(({ subjectId }) => subjectId));
      for (const entry of entries) {
        if (present.has(entry.subjectId)) continue;
        const before = find(keyOf(rule.id, entry.subjectId)) ?? entry;
        evaluate(before, gone, before, rule);
      }
    },
    endOrphans: (rules) => {
      const known = new Set(rules.map(({ id }) => id));
      for (const ruleId of book.ruleIds()) {
        if (known.has(ruleId)) continue;
        for (const entry of book.listOfRule(ruleId)) evaluate(entry, gone, entry, null);
      }
    },
    act: (incidentId, action, by) => {
      const before = listNow().find(({ state, incident }) => incident?.id === incidentId && isOpen(state));
      if (before === undefined) return "unknown";
      const step = actOnAlert(before.state, action, timingOfKnown(findRule(before.ruleId)), nowMs);
      if (step.effects.length === 0) return "same";
      const { incident } = before;
      const mute = incident?.muteKind ? { kind: incident.muteKind, by: incident.muteBy ?? "" } : null;
      const given = mute === null ? null : { ...mute, incidentId: incident?.muteIncidentId ?? null };
      const after = note(before, step, { facts: before.facts, mute: given, by });
      keep(after);
      return after.incident ?? "unknown";
    },
    changes: () => ({
      states: [...states.values()],
      incidents: [...incidents.values()],
      transitions,
      notices: mergeNotices(notices),
    }),
    entries: () => changed.values(),
  };
}
