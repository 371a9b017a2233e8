"use client";

import { useTimeZone, useTranslations } from "next-intl";
import { useId } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Select } from "@/components/ui/select";
import { DURATION_UNITS, SCHEDULE_KINDS } from "@/lib/client/maintenance/maintenance-form";
import type { MaintenanceDraftState } from "@/lib/client/maintenance/use-maintenance-draft";
import { CronMeaningList } from "./cron-meaning";
import { useMaintenanceProblem } from "./use-maintenance-problem";
import { WeekdayPicker } from "./weekday-picker";

type StateProps = { state: MaintenanceDraftState };

/** When a maintenance is: once, on days of the week, or by a cron expression. */
export function ScheduleFields({ state }: StateProps) {
  const t = useTranslations("alert-rules.maintenance.editor");
  const { draft, change } = state;
  return (
    <>
      <div>
        <p aria-hidden className="mb-1.5 font-medium">
          {t("kind")}
        </p>
        <SegmentedControl
          label={t("kind")}
          value={draft.kind}
          onValueChange={(kind) => change({ kind })}
          segments={SCHEDULE_KINDS.map((value) => ({ value, label: t(`kinds.${value}`) }))}
        />
      </div>
      {draft.kind === "single" && <SingleFields state={state} />}
      {draft.kind === "weekly" && <WeeklyFields state={state} />}
      {draft.kind === "cron" && <CronFields state={state} />}
      {draft.kind !== "single" && <ZoneField state={state} />}
    </>
  );
}

function SingleFields({ state: { draft, problems, change } }: StateProps) {
  const t = useTranslations("alert-rules.maintenance.editor");
  const problem = useMaintenanceProblem();
  const zone = useTimeZone() ?? "UTC";
  return (
    <div>
      <div className="grid gap-4 sm:grid-cols-2">
        {(["from", "to"] as const).map((field) => (
          <Field key={field} label={t(field)} error={problem(problems[field])} required>
            {(control) => (
              <Input
                {...control}
                type="datetime-local"
                value={draft[field]}
                onChange={(event) => change({ [field]: event.target.value })}
                className="tabular-nums"
              />
            )}
          </Field>
        ))}
      </div>
      <p className="mt-1.5 text-muted text-xs">{t("inYourZone", { zone })}</p>
    </div>
  );
}

function WeeklyFields({ state }: StateProps) {
  const t = useTranslations("alert-rules.maintenance.editor");
  const problem = useMaintenanceProblem();
  const { draft, problems, change } = state;
  return (
    <>
      <WeekdayPicker value={draft.days} onValueChange={(days) => change({ days })} error={problem(problems.days)} />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t("at")} error={problem(problems.at)} required>
          {(control) => (
            <Input
              {...control}
              type="time"
              value={draft.at}
              onChange={(event) => change({ at: event.target.value })}
              className="tabular-nums"
            />
          )}
        </Field>
        <DurationField state={state} />
      </div>
    </>
  );
}

function CronFields({ state }: StateProps) {
  const t = useTranslations("alert-rules.maintenance.editor");
  const problem = useMaintenanceProblem();
  const { draft, problems, change } = state;
  return (
    <>
      <Field label={t("expression")} hint={t("expressionHint")} error={problem(problems.expression)} required>
        {(control) => (
          <Input
            {...control}
            value={draft.expression}
            onChange={(event) => change({ expression: event.target.value })}
            autoComplete="off"
            spellCheck={false}
            className="font-mono"
          />
        )}
      </Field>
      <CronMeaningList expression={draft.expression} />
      <DurationField state={state} />
    </>
  );
}

function DurationField({ state: { draft, problems, change } }: StateProps) {
  const t = useTranslations("alert-rules.maintenance.editor");
  const problem = useMaintenanceProblem();
  return (
    <Field label={t("duration")} error={problem(problems.duration)} required>
      {(control) => (
        <span className="flex gap-2">
          <Input
            {...control}
            value={draft.duration}
            onChange={(event) => change({ duration: event.target.value })}
            inputMode="numeric"
            autoComplete="off"
            className="w-20 shrink-0 tabular-nums"
          />
          <Select
            aria-label={t("durationUnit")}
            value={draft.durationUnit}
            onChange={({ target }) => {
              const unit = DURATION_UNITS.find((one) => one === target.value);
              if (unit !== undefined) change({ durationUnit: unit, duration: draft.duration });
            }}
          >
            {DURATION_UNITS.map((unit) => (
              <option key={unit} value={unit}>
                {t(`units.${unit}`)}
              </option>
            ))}
          </Select>
        </span>
      )}
    </Field>
  );
}

/** Any zone that the browser knows, found by typing a part of its name. */
function ZoneField({ state: { draft, problems, change } }: StateProps) {
  const t = useTranslations("alert-rules.maintenance.editor");
  const problem = useMaintenanceProblem();
  const listId = useId();
  return (
    <Field label={t("timeZone")} hint={t("timeZoneHint")} error={problem(problems.timeZone)} required>
      {(control) => (
        <>
          <Input
            {...control}
            list={listId}
            value={draft.timeZone}
            onChange={(event) => change({ timeZone: event.target.value })}
            autoComplete="off"
            spellCheck={false}
          />
          <datalist id={listId}>
            {["UTC", ...Intl.supportedValuesOf("timeZone")].map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
        </>
      )}
    </Field>
  );
}
