"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { CONTROL_CLASSES, Input } from "@/components/ui/input";
import { toTemplates } from "@/lib/client/channels/channel-form";
import { useTemplatePreview } from "@/lib/client/channels/channels";
import { insertText } from "@/lib/client/channels/insert-text";
import type { ChannelDraftState } from "@/lib/client/channels/use-channel-draft";
import { useSettled } from "@/lib/client/channels/use-settled";
import type { SaidEvent } from "@/lib/contracts/alert-notice";
import { isUnusable } from "@/lib/contracts/template-problem";
import { TemplatePreview } from "./template-preview";
import { TemplateVariables } from "./template-variables";
import { TemplateWarnings } from "./template-warnings";
import { useProblemText } from "./use-problem-text";
import { useTemplateProblemText } from "./use-template-problem-text";

/** So long nobody types before the preview is asked for. */
const PAUSE_MS = 300;

/** Title and text of a channel's messages in Liquid, with what they become of a made-up alert beside them. */
export function TemplateEditor({ state: { draft, problems, change } }: { state: ChannelDraftState }) {
  const t = useTranslations("channels.template");
  const problemText = useProblemText();
  const templateProblemText = useTemplateProblemText();
  const [event, setEvent] = useState<Exclude<SaidEvent, "test">>("firing");
  const title = useRef<HTMLInputElement>(null);
  const text = useRef<HTMLTextAreaElement>(null);
  /** Where a variable goes: the field that was typed in last. */
  const [target, setTarget] = useState<"title" | "text">("text");
  const templates = useSettled(toTemplates(draft), PAUSE_MS);
  const preview = useTemplatePreview({ type: draft.type, locale: draft.locale, templates, event });

  const insert = (variable: string) => {
    const control = target === "title" ? title.current : text.current;
    if (control === null) return;
    const start = control.selectionStart ?? control.value.length;
    const next = insertText({ text: control.value, start, end: control.selectionEnd ?? start }, variable);
    flushSync(() => change({ [target]: next.text }));
    control.focus();
    control.setSelectionRange(next.start, next.end);
  };

  const found = preview.data?.problems ?? [];
  const problemOf = (field: "title" | "text") => {
    const unusable = found.find((problem) => problem.field === field && isUnusable(problem));
    // The preview says it in the language of the page; what was said on saving is in English.
    return unusable === undefined ? problemText(problems[field]) : templateProblemText(unusable);
  };
  const warningsOf = (field: "title" | "text") =>
    found.filter((problem) => problem.field === field && !isUnusable(problem));

  return (
    <div className="@container grid gap-4">
      <div>
        <h3 className="font-medium">{t("section")}</h3>
        <p className="text-muted text-xs">{t("sectionHint")}</p>
      </div>
      <div className="grid gap-x-5 gap-y-4 @2xl:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-4">
          <Field label={t("title")} error={problemOf("title")}>
            {(control) => (
              <Input
                {...control}
                ref={title}
                value={draft.title}
                onChange={(typed) => change({ title: typed.target.value })}
                onFocus={() => setTarget("title")}
                placeholder={t("builtIn")}
                autoComplete="off"
                spellCheck={false}
                className="font-mono"
              />
            )}
          </Field>
          <TemplateWarnings problems={warningsOf("title")} />
          <Field label={t("text")} error={problemOf("text")} className="flex-1">
            {(control) => (
              <textarea
                {...control}
                ref={text}
                value={draft.text}
                onChange={(typed) => change({ text: typed.target.value })}
                onFocus={() => setTarget("text")}
                placeholder={t("builtIn")}
                autoComplete="off"
                spellCheck={false}
                rows={6}
                className={cn(CONTROL_CLASSES, "h-auto min-h-36 flex-1 resize-y py-2 font-mono leading-relaxed")}
              />
            )}
          </Field>
          <TemplateWarnings problems={warningsOf("text")} />
        </div>
        <TemplatePreview preview={preview} event={event} onEventChange={setEvent} locale={draft.locale} />
      </div>
      <TemplateVariables variables={preview.data?.variables ?? []} onPick={insert} />
    </div>
  );
}
