"use client";

import { useTranslations } from "next-intl";
import { type SubmitEvent, useId } from "react";
import { FormFailure } from "@/components/settings/form-failure";
import { focusFirst } from "@/components/ui/focus-first";
import { FormButtons } from "@/components/ui/form-buttons";
import { Sheet } from "@/components/ui/sheet";
import { toast } from "@/components/ui/toaster";
import { toRuleChanges, toRuleSettings } from "@/lib/client/alert-rules/rule-form";
import { defaultSettings } from "@/lib/client/alert-rules/rule-values";
import { useCreateRule, useUpdateRule } from "@/lib/client/alert-rules/rules";
import { useRuleDraft } from "@/lib/client/alert-rules/use-rule-draft";
import type { AlertRule } from "@/lib/contracts/alert-rules";
import { RulePreviewPanel } from "./rule-preview-panel";
import { useRuleName } from "./use-rule-name";
import { WhatFields } from "./what-fields";
import { WhenFields } from "./when-fields";
import { WhereFields } from "./where-fields";
import { WhoFields } from "./who-fields";

type RuleEditorProps = {
  /** The rule that it begins with; null for a new one. */
  from: AlertRule | null;
  /** Makes another one of it instead of changing it. */
  asNew?: boolean;
  onClose: () => void;
};

/** What people tried first: the kind that most teams adjust. */
const FIRST_KIND = "error-rate";

/** Makes or changes a rule. Beside the form stands when it would have fired, before anything is saved. */
export function RuleEditor({ from, asNew = false, onClose }: RuleEditorProps) {
  const t = useTranslations("alert-rules.editor");
  const formId = useId();
  const nameOf = useRuleName();
  const create = useCreateRule();
  const update = useUpdateRule();
  const isNew = from === null || asNew;
  const pending = create.isPending || update.isPending;
  const state = useRuleDraft(() => {
    if (from === null) return defaultSettings(FIRST_KIND);
    return asNew ? { ...from, name: t("copyName", { name: nameOf(from) }).slice(0, 60) } : from;
  });

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (pending || !state.passes()) return;
    const done = (words: "created" | "saved") => ({
      onSuccess: () => {
        toast.success(
          t(words, {
            name: nameOf({
              name: state.draft.name.trim(),
              when: state.draft.when,
              isDefault: !isNew && from.isDefault,
            }),
          }),
        );
        onClose();
      },
      onError: state.fail,
    });
    if (isNew) return create.mutate({ ...toRuleSettings(state.draft), enabled: true }, done("created"));
    const changes = toRuleChanges(from, state.draft);
    if (Object.keys(changes).length === 0) return onClose();
    update.mutate({ id: from.id, changes }, done("saved"));
  };

  const title = from === null ? t("new") : t(asNew ? "duplicate" : "edit", { name: nameOf(from) });
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      unsaved={state.isChanged}
      title={title}
      className="max-w-6xl"
      footer={<FormButtons formId={formId} submitLabel={t(isNew ? "create" : "save")} pending={pending} />}
    >
      <div className="grid gap-x-8 gap-y-6 lg:grid-cols-[minmax(0,26rem)_minmax(0,1fr)]">
        <form ref={state.form} id={formId} noValidate method="post" onSubmit={submit} className="grid min-w-0 gap-5">
          <div ref={focusFirst} className="contents">
            <WhatFields state={state} isNew={isNew} />
          </div>
          <WhenFields state={state} />
          <WhereFields state={state} />
          <WhoFields state={state} />
          <FormFailure message={state.failure} />
        </form>
        <div className="min-w-0 lg:sticky lg:top-0 lg:self-start">
          <RulePreviewPanel draft={state.draft} />
        </div>
      </div>
    </Sheet>
  );
}
