import type {
  CreateMaintenanceRequest,
  Maintenance,
  MaintenanceSchedule,
  UpdateMaintenanceRequest,
} from "@/lib/contracts/maintenance";
import { label } from "@/lib/contracts/text";
import { maintenanceProblem } from "@/lib/domain/maintenance-times";
import type { ProviderId } from "@/lib/domain/provider-presets";
import { readWhole } from "../alert-rules/rule-values";
import { type FieldProblems, isWithoutProblems, toProblems } from "../form/field-problem";
import { readLocalText, toLocalText } from "./local-instant";

/** What can be wrong with a field; each has its words in the message file `alert-rules`, under `maintenance.problem`. */
export type MaintenanceRule =
  | "nameEmpty"
  | "nameLong"
  | "nameBad"
  /** Only the server knows. */
  | "nameTaken"
  | "instantBad"
  | "endsEarly"
  | "daysEmpty"
  | "timeBad"
  | "durationBad"
  | "zoneBad"
  | "cronBad"
  | "scopeEmpty";

export const SCHEDULE_KINDS = ["single", "weekly", "cron"] as const;
export type ScheduleKind = (typeof SCHEDULE_KINDS)[number];
export const DURATION_UNITS = ["minutes", "hours"] as const;

/** What a person chose and typed, as typed. What another kind of schedule needs stays while they try one. */
export interface MaintenanceDraft {
  readonly name: string;
  readonly kind: ScheduleKind;
  /** By the clocks of the viewer's own zone. */
  readonly from: string;
  readonly to: string;
  /** 1 is Monday, 7 Sunday. */
  readonly days: readonly number[];
  readonly at: string;
  readonly expression: string;
  readonly duration: string;
  readonly durationUnit: (typeof DURATION_UNITS)[number];
  readonly timeZone: string;
  /** Null for any. */
  readonly accountIds: readonly string[] | null;
  readonly providers: readonly string[] | null;
}

export type MaintenanceProblems = FieldProblems<keyof MaintenanceDraft, MaintenanceRule>;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The form of a new maintenance: an hour, from the next full minute on. @param nowMs by the server's clock */
export function newMaintenanceDraft(nowMs: number, timeZone: string): MaintenanceDraft {
  const fromMs = Math.ceil(nowMs / MINUTE_MS) * MINUTE_MS;
  return {
    name: "",
    kind: "single",
    from: toLocalText(fromMs),
    to: toLocalText(fromMs + HOUR_MS),
    days: [],
    at: "02:00",
    expression: "0 2 * * 7",
    duration: "1",
    durationUnit: "hours",
    timeZone,
    accountIds: null,
    providers: null,
  };
}

/** The form of a maintenance as it is. */
export function toMaintenanceDraft(
  { name, schedule, scope }: Pick<Maintenance, "name" | "schedule" | "scope">,
  nowMs: number,
  timeZone: string,
): MaintenanceDraft {
  const draft: MaintenanceDraft = {
    ...newMaintenanceDraft(nowMs, timeZone),
    name,
    kind: schedule.kind,
    accountIds: scope.accountIds.length === 0 ? null : scope.accountIds,
    providers: scope.providers.length === 0 ? null : scope.providers,
  };
  if (schedule.kind === "single") {
    return { ...draft, from: toLocalText(schedule.fromMs), to: toLocalText(schedule.toMs) };
  }
  const { durationMinutes } = schedule;
  const isHours = durationMinutes % 60 === 0;
  return {
    ...draft,
    duration: String(isHours ? durationMinutes / 60 : durationMinutes),
    durationUnit: isHours ? "hours" : "minutes",
    timeZone: schedule.timeZone,
    ...(schedule.kind === "weekly" ? { days: schedule.days, at: schedule.at } : { expression: schedule.expression }),
  };
}

/** What is wrong with a form. Fields of other kinds of schedule are passed over. */
export function checkMaintenanceDraft(draft: MaintenanceDraft): MaintenanceProblems {
  return { ...checkScheduleDraft(draft), ...checkOthers(draft) };
}

function checkOthers({ name, accountIds, providers }: MaintenanceDraft): MaintenanceProblems {
  return toProblems<keyof MaintenanceDraft, MaintenanceRule>({
    name: checkName(name),
    accountIds: accountIds?.length === 0 ? "scopeEmpty" : null,
    providers: providers?.length === 0 ? "scopeEmpty" : null,
  });
}

function checkName(text: string): MaintenanceRule | null {
  if (text.trim() === "") return "nameEmpty";
  if (label.safeParse(text).success) return null;
  return text.trim().length > 60 ? "nameLong" : "nameBad";
}

function checkScheduleDraft(draft: MaintenanceDraft): MaintenanceProblems {
  if (draft.kind === "single") {
    const fromMs = readLocalText(draft.from);
    const toMs = readLocalText(draft.to);
    const end: MaintenanceRule | null = fromMs !== null && toMs !== null && toMs <= fromMs ? "endsEarly" : null;
    return toProblems<keyof MaintenanceDraft, MaintenanceRule>({
      from: fromMs === null ? "instantBad" : null,
      to: toMs === null ? "instantBad" : end,
    });
  }
  const isWeekly = draft.kind === "weekly";
  return toProblems<keyof MaintenanceDraft, MaintenanceRule>({
    days: isWeekly && draft.days.length === 0 ? "daysEmpty" : null,
    at: isWeekly && !/^([01]\d|2[0-3]):[0-5]\d$/.test(draft.at) ? "timeBad" : null,
    expression: isWeekly || isCron(draft.expression) ? null : "cronBad",
    duration: toMinutes(draft) === null ? "durationBad" : null,
    timeZone: isTimeZone(draft.timeZone) ? null : "zoneBad",
  });
}

/** The schedule of a form; null while something is wrong with it. */
export function toSchedule(draft: MaintenanceDraft): MaintenanceSchedule | null {
  if (!isWithoutProblems(checkScheduleDraft(draft))) return null;
  if (draft.kind === "single") {
    const fromMs = readLocalText(draft.from);
    const toMs = readLocalText(draft.to);
    return fromMs === null || toMs === null ? null : { kind: "single", fromMs, toMs };
  }
  const durationMinutes = toMinutes(draft);
  if (durationMinutes === null) return null;
  const repeated = { durationMinutes, timeZone: draft.timeZone.trim() };
  if (draft.kind === "cron") return { kind: "cron", expression: draft.expression.trim(), ...repeated };
  return { kind: "weekly", days: [...draft.days].sort((a, b) => a - b), at: draft.at, ...repeated };
}

/** The request that plans the maintenance of a form without problems; null while something is wrong with it. */
export function toMaintenanceRequest(draft: MaintenanceDraft): CreateMaintenanceRequest | null {
  const schedule = toSchedule(draft);
  if (schedule === null || !isWithoutProblems(checkOthers(draft))) return null;
  return {
    name: draft.name.trim(),
    schedule,
    scope: { accountIds: [...(draft.accountIds ?? [])], providers: [...(draft.providers ?? [])] as ProviderId[] },
    enabled: true,
  };
}

/** Only what differs from the maintenance. */
export function toMaintenanceChanges(
  before: Pick<Maintenance, "name" | "schedule" | "scope">,
  { name, schedule, scope }: CreateMaintenanceRequest,
): UpdateMaintenanceRequest {
  return {
    ...(name === before.name ? {} : { name }),
    ...(isSame(toMinute(schedule), toMinute(before.schedule)) ? {} : { schedule }),
    ...(isSame(scope, before.scope) ? {} : { scope }),
  };
}

/** The form knows no seconds: one that began in the middle of a minute is not moved by a new name. */
const toMinute = (schedule: MaintenanceSchedule): object =>
  schedule.kind === "single" ? [toLocalText(schedule.fromMs), toLocalText(schedule.toMs)] : schedule;

/** With their fields in one order: two sources write them in two. */
const isSame = (a: object, b: object): boolean =>
  JSON.stringify(Object.entries(a).sort(byName)) === JSON.stringify(Object.entries(b).sort(byName));

const byName = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1);

function toMinutes({ duration, durationUnit }: MaintenanceDraft): number | null {
  const amount = readWhole(duration);
  const minutes = amount === null ? null : amount * (durationUnit === "hours" ? 60 : 1);
  return minutes !== null && minutes >= 5 && minutes <= 10_080 ? minutes : null;
}

const isTimeZone = (timeZone: string): boolean =>
  maintenanceProblem({ kind: "cron", expression: "0 0 * * *", durationMinutes: 60, timeZone: timeZone.trim() }) ===
  null;

const isCron = (expression: string): boolean =>
  maintenanceProblem({ kind: "cron", expression, durationMinutes: 60, timeZone: "UTC" }) === null;
