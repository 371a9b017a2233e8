import type { IncidentResponse } from "@/lib/contracts/incidents";
import { completeRule } from "@/lib/domain/alert-rules/complete-rule";
import { ruleKindFacts } from "@/lib/domain/alert-rules/kinds";
import type { RuleSettings } from "@/lib/domain/alert-rules/rule-settings";
import { hoursUntilEmpty } from "@/lib/domain/balance-forecast";
import type { CallTotalStore } from "../../store/alerts/call-totals";
import type { IncidentRecord } from "../../store/alerts/incidents";
import type { RuleRecord } from "../../store/alerts/rules";
import type { BalanceSampleStore } from "../../store/balance-samples";
import { countErrors } from "../measure/call-rates";
import type { ScopedAccount } from "../measure/rule-subjects";
import { countCalls, countedSubjects, isCountingKind, windowSteps } from "./rate-kinds";
import { createRollingWindow } from "./rolling-window";

export type IncidentSeries = IncidentResponse["series"];
type Series = NonNullable<IncidentSeries>;

/** What was measured around an incident: from an hour before it to ten minutes after its end, or now. */
export type ReadSeries = (incident: IncidentRecord) => Promise<IncidentSeries>;

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
const BEFORE_MS = HOUR_MS;
const AFTER_MS = 10 * MINUTE_MS;
/** A longer time is shown by hours, and so is what lies before minutes were kept. */
const LONGEST_FINE_MS = 12 * HOUR_MS;
const MINUTES_KEPT_MS = 4 * DAY_MS - HOUR_MS;
const MAX_POINTS = 720;

interface Frame {
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepSeconds: 60 | 3600;
}

function frameOf({ openedAtMs, resolvedAtMs }: IncidentRecord, nowMs: number): Frame {
  const endMs = Math.max(Math.min(nowMs, (resolvedAtMs ?? nowMs) + AFTER_MS), openedAtMs + MINUTE_MS);
  const isFine = endMs - openedAtMs + BEFORE_MS <= LONGEST_FINE_MS && nowMs - openedAtMs + BEFORE_MS < MINUTES_KEPT_MS;
  const stepSeconds = isFine ? 60 : 3600;
  const stepMs = stepSeconds * 1_000;
  const fromMs = Math.floor((openedAtMs - BEFORE_MS) / stepMs) * stepMs;
  const toMs = Math.ceil(endMs / stepMs) * stepMs;
  // Of one that was open for ever the newest part.
  return { fromMs: Math.max(fromMs, toMs - MAX_POINTS * stepMs), toMs, stepSeconds };
}

export function createReadSeries(parts: {
  readonly findRule: (id: string) => RuleRecord | undefined;
  /** Archived ones as well: the incident may be older than that. */
  readonly listAccounts: () => readonly ScopedAccount[];
  readonly calls: Pick<CallTotalStore, "listSteps" | "listProgramCalls">;
  readonly samples: Pick<BalanceSampleStore, "listThinned">;
  readonly now: () => number;
}): ReadSeries {
  /** As the rule is now; as its kind sets it once it is gone. */
  const settingsOf = ({ ruleId, rule, kind }: IncidentRecord): RuleSettings => {
    const known = ruleId === null ? undefined : parts.findRule(ruleId)?.settings;
    return known?.when === kind ? known : completeRule({ name: rule, when: kind });
  };

  const accountsOf = ({ facts }: IncidentRecord): ScopedAccount[] =>
    parts
      .listAccounts()
      .filter(({ id, providerHost }) =>
        facts.accountId === null ? providerHost === facts.providerHost : id === facts.accountId,
      );

  const sumSteps = async (frame: Frame, accounts: readonly ScopedAccount[], warmUpMs: number) =>
    accounts.length === 0
      ? []
      : await parts.calls.listSteps(
          frame.stepSeconds,
          frame.fromMs - warmUpMs,
          frame.toMs,
          accounts.map(({ id }) => id),
        );

  const readRate = async (
    settings: RuleSettings,
    incident: IncidentRecord,
    frame: Frame,
  ): Promise<Series["points"]> => {
    const accounts = accountsOf(incident);
    const everywhere = { ...settings, scope: { ...settings.scope, accountIds: [], providers: [] } };
    const subject = countedSubjects(everywhere, accounts)[0];
    if (subject === undefined) return [];
    const steps = windowSteps(settings, frame.stepSeconds);
    const stepMs = frame.stepSeconds * 1_000;
    const warmUpMs = (steps - 1) * stepMs;
    const byStep = groupBy(await sumSteps(frame, accounts, warmUpMs), ({ atMs }) => atMs);
    const window = createRollingWindow(steps);
    // Nearness to a ban is counted by the minute: of an hour its mean one.
    const minutes = settings.when === "ban-risk" ? frame.stepSeconds / 60 : 1;
    return stepsOf({ ...frame, fromMs: frame.fromMs - warmUpMs }).flatMap((atMs) => {
      const { calls, errors } = window.slide(countCalls(settings, byStep.get(atMs) ?? []));
      const value = subject.measure({ calls, errors: errors / minutes });
      return value === null || atMs < frame.fromMs ? [] : [{ atMs, value }];
    });
  };

  const readErrors = async (incident: IncidentRecord, frame: Frame, codes: string[]): Promise<Series["points"]> => {
    const byStep = groupBy(await sumSteps(frame, accountsOf(incident), 0), ({ atMs }) => atMs);
    return stepsOf(frame).map((atMs) => ({
      atMs,
      value: countErrors(byStep.get(atMs) ?? [], codes),
    }));
  };

  const readBalances = async ({ facts }: IncidentRecord, frame: Frame, when: RuleSettings["when"]) => {
    const stepMs = frame.stepSeconds * 1_000;
    const isForecast = when === "time-to-empty";
    const fromMs = frame.fromMs - (isForecast ? DAY_MS : 0);
    const samples = (await parts.samples.listThinned(fromMs, frame.toMs, Math.max(stepMs, 5 * MINUTE_MS))).filter(
      ({ accountId }) => accountId === facts.accountId,
    );
    const shown = samples.filter(({ atMs }) => atMs >= frame.fromMs);
    return shown.flatMap(({ atMs, balance }) => {
      const value = isForecast ? hoursUntilEmpty(samples, atMs) : Number(balance);
      return value === null ? [] : [{ atMs, value }];
    });
  };

  const readSilences = async ({ facts }: IncidentRecord, frame: Frame): Promise<Series["points"]> => {
    const stepMs = frame.stepSeconds * 1_000;
    const calls = await parts.calls.listProgramCalls(frame.stepSeconds, frame.fromMs - DAY_MS, frame.toMs);
    const heard = new Set(calls.filter(({ accountId }) => accountId === facts.accountId).map(({ atMs }) => atMs));
    let lastMs: number | null = null;
    return stepsOf({ ...frame, fromMs: Math.floor((frame.fromMs - DAY_MS) / stepMs) * stepMs }).flatMap((atMs) => {
      if (heard.has(atMs)) lastMs = atMs;
      if (lastMs === null || atMs < frame.fromMs) return [];
      return [{ atMs, value: (atMs - lastMs) / MINUTE_MS }];
    });
  };

  const readPoints = (settings: RuleSettings, incident: IncidentRecord, frame: Frame): Promise<Series["points"]> => {
    const { when } = settings;
    if (isCountingKind(when)) return readRate(settings, incident, frame);
    if (when === "low-balance" || when === "time-to-empty") return readBalances(incident, frame, when);
    if (when === "no-traffic") return readSilences(incident, frame);
    return readErrors(incident, frame, when === "new-code" ? [incident.subjectId] : []);
  };

  return async (incident) => {
    // Of Banwatch's own troubles nothing is kept.
    if (incident.facts.providerHost === null) return null;
    const settings = settingsOf(incident);
    const frame = frameOf(incident, parts.now());
    return {
      fromMs: frame.fromMs,
      toMs: frame.toMs,
      stepMs: frame.stepSeconds * 1_000,
      unit: ruleKindFacts(incident.kind).threshold?.unit ?? "errors",
      threshold: incident.facts.threshold,
      points: await readPoints(settings, incident, frame),
    };
  };
}

const stepsOf = ({ fromMs, toMs, stepSeconds }: Frame): number[] =>
  Array.from(
    { length: Math.ceil((toMs - fromMs) / (stepSeconds * 1_000)) },
    (_, index) => fromMs + index * stepSeconds * 1_000,
  );

function groupBy<T, K>(list: readonly T[], keyOf: (entry: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const entry of list) {
    const key = keyOf(entry);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  return groups;
}
