import { type CheckedDraft, useCheckedDraft } from "../alert-rules/use-checked-draft";
import { checkMaintenanceDraft, type MaintenanceDraft, type MaintenanceRule } from "./maintenance-form";

export type MaintenanceDraftState = CheckedDraft<MaintenanceDraft, MaintenanceRule>;

const FIELDS: Readonly<Record<string, keyof MaintenanceDraft>> = {
  name: "name",
  fromMs: "from",
  toMs: "to",
  days: "days",
  at: "at",
  expression: "expression",
  durationMinutes: "duration",
  timeZone: "timeZone",
  accountIds: "accountIds",
  providers: "providers",
};

/** The form's field for one of the API's: `schedule.fromMs` is the beginning. Null where the form has none. */
export function maintenanceFieldOf(name: string): keyof MaintenanceDraft | null {
  const field = name.replace(/^(schedule|scope)\./, "").replace(/\..*$/, "");
  return Object.hasOwn(FIELDS, field) ? (FIELDS[field] ?? null) : null;
}

/** The state of the form of a maintenance. */
export const useMaintenanceDraft = (initial: () => MaintenanceDraft): MaintenanceDraftState =>
  useCheckedDraft(initial, checkMaintenanceDraft, maintenanceFieldOf, (field) =>
    field === "name" ? "nameTaken" : undefined,
  );
