"use client";

import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Select } from "@/components/ui/select";
import { changeKind } from "@/lib/client/alert-rules/rule-form";
import { OFFERED_KINDS } from "@/lib/client/alert-rules/rule-groups";
import type { RuleDraftState } from "@/lib/client/alert-rules/use-rule-draft";
import { RULE_KINDS, SEVERITIES } from "@/lib/domain/alert-rules/kinds";
import { EditorSection } from "./editor-section";
import { useRuleProblem } from "./use-rule-problem";

type WhatFieldsProps = {
  state: RuleDraftState;
  /** A rule that exists keeps its kind. */
  isNew: boolean;
};

/** What a rule alerts to, how it is called and how bad it is. */
export function WhatFields({ state: { draft, problems, change }, isNew }: WhatFieldsProps) {
  const t = useTranslations("alert-rules");
  const problem = useRuleProblem();
  return (
    <EditorSection title={t("editor.what")}>
      {isNew ? (
        <Field label={t("editor.kind")} hint={t(`kind.${draft.when}.means`)}>
          {(control) => (
            <Select
              {...control}
              value={draft.when}
              onChange={({ target }) => {
                const kind = RULE_KINDS.find((one) => one === target.value);
                if (kind !== undefined) change(changeKind(draft, kind));
              }}
            >
              {OFFERED_KINDS.map(({ group, kinds }) => (
                <optgroup key={group} label={t(`group.${group}`)}>
                  {kinds.map((kind) => (
                    <option key={kind} value={kind}>
                      {t(`kind.${kind}.name`)}
                    </option>
                  ))}
                </optgroup>
              ))}
            </Select>
          )}
        </Field>
      ) : (
        <div>
          <p className="font-medium">{t(`kind.${draft.when}.name`)}</p>
          <p className="mt-0.5 text-muted text-xs">{t(`kind.${draft.when}.means`)}</p>
        </div>
      )}
      <Field label={t("editor.name")} hint={t("editor.nameHint")} error={problem(problems.name)} required>
        {(control) => (
          <Input
            {...control}
            value={draft.name}
            onChange={(event) => change({ name: event.target.value })}
            autoComplete="off"
          />
        )}
      </Field>
      <div>
        <p aria-hidden className="mb-1.5 font-medium">
          {t("editor.severity")}
        </p>
        <SegmentedControl
          label={t("editor.severity")}
          value={draft.severity}
          onValueChange={(severity) => change({ severity })}
          segments={SEVERITIES.map((value) => ({ value, label: t(`severity.${value}`) }))}
        />
      </div>
    </EditorSection>
  );
}
