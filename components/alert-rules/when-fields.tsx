"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { followThreshold } from "@/lib/client/alert-rules/follow-threshold";
import { asksForNumber } from "@/lib/client/alert-rules/rule-form";
import { readWhole, usedFieldsOf } from "@/lib/client/alert-rules/rule-values";
import type { RuleDraftState } from "@/lib/client/alert-rules/use-rule-draft";
import { ruleKindFacts } from "@/lib/domain/alert-rules/kinds";
import { EditorSection } from "./editor-section";
import { NumberField } from "./number-field";
import { useRuleProblem } from "./use-rule-problem";
import { useMinutesText } from "./use-value-words";

const BALANCE_BY = ["low", "critical", "number"] as const;

/** From what value on a rule fires, where it is over again, and how long either has to last. */
export function WhenFields({ state }: { state: RuleDraftState }) {
  const t = useTranslations("alert-rules.editor");
  const { draft, problems, change } = state;
  const problem = useRuleProblem();
  const used = usedFieldsOf(draft.when);
  if (Object.values(used).every((isUsed) => !isUsed)) return null;
  return (
    <EditorSection title={t("when")}>
      {used.accountLevel && (
        <Field label={t("balanceBy")} error={problem(problems.balanceBy)}>
          {(control) => (
            <Select
              {...control}
              value={draft.balanceBy}
              onChange={({ target }) => {
                const balanceBy = BALANCE_BY.find((one) => one === target.value);
                if (balanceBy !== undefined) change({ balanceBy });
              }}
            >
              {BALANCE_BY.map((one) => (
                <option key={one} value={one}>
                  {t(`balance.${one}`)}
                </option>
              ))}
            </Select>
          )}
        </Field>
      )}
      {asksForNumber(draft) && <ThresholdFields key={draft.when} state={state} />}
      <div className="grid gap-4 sm:grid-cols-2">
        {used.window && (
          <MinutesField
            state={state}
            field="windowMinutes"
            label={t("window")}
            hint={t(draft.when === "new-code" ? "newWindowHint" : "windowHint")}
          />
        )}
        {used.minCalls && (
          <NumberField
            label={t("minCalls")}
            value={draft.minCalls}
            onValueChange={(minCalls) => change({ minCalls })}
            unit={t("calls")}
            hint={t(draft.when === "no-traffic" ? "usualCallsHint" : "minCallsHint")}
            error={problem(problems.minCalls)}
          />
        )}
        {used.lasting && <MinutesField state={state} field="forMinutes" label={t("lasting")} hint={t("lastingHint")} />}
        {used.clearing && (
          <MinutesField state={state} field="clearForMinutes" label={t("clearing")} hint={t("clearingHint")} />
        )}
      </div>
    </EditorSection>
  );
}

/** Where it is over again moves along with the threshold until somebody sets it on purpose. */
function ThresholdFields({ state: { draft, problems, change } }: { state: RuleDraftState }) {
  const t = useTranslations("alert-rules.editor");
  const problem = useRuleProblem();
  const [before] = useState(draft);
  const [follows, setFollows] = useState(true);
  const facts = ruleKindFacts(draft.when).threshold;
  if (facts === null) return null;
  const { side, unit } = facts;
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <NumberField
        label={t(`threshold.${side}`)}
        value={draft.threshold}
        onValueChange={(threshold) =>
          change(follows ? { threshold, clearAt: followThreshold(before, threshold) } : { threshold })
        }
        unit={t(`unit.${unit}`)}
        hint={unit === "balance" ? t("balanceHint") : undefined}
        error={problem(problems.threshold)}
        required
        decimal
      />
      <NumberField
        label={t(`clearAt.${side}`)}
        value={draft.clearAt}
        onValueChange={(clearAt) => {
          setFollows(false);
          change({ clearAt });
        }}
        unit={t(`unit.${unit}`)}
        hint={t(`clearAtHint.${side}`)}
        error={problem(problems.clearAt)}
        decimal
      />
    </div>
  );
}

type MinutesFieldProps = {
  state: RuleDraftState;
  field: "windowMinutes" | "forMinutes" | "clearForMinutes" | "repeatMinutes" | "escalateAfterMinutes";
  label: string;
  hint?: string;
};

/** Minutes, and in the hint the same in hours or days where that reads better. */
export function MinutesField({ state: { draft, problems, change }, field, label, hint }: MinutesFieldProps) {
  const t = useTranslations("alert-rules.editor");
  const problem = useRuleProblem();
  const minutesText = useMinutesText();
  const minutes = readWhole(draft[field]);
  const inWords = minutes !== null && minutes >= 60 ? `${t("inWords", { duration: minutesText(minutes) })} ` : "";
  return (
    <NumberField
      label={label}
      value={draft[field]}
      onValueChange={(value) => change({ [field]: value })}
      unit={t("minutes")}
      hint={inWords || hint ? `${inWords}${hint ?? ""}` : undefined}
      error={problem(problems[field])}
    />
  );
}
