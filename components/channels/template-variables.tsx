"use client";

import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import type { PreviewTemplatesResponse } from "@/lib/contracts/alert-channels";

type TemplateVariablesProps = {
  variables: PreviewTemplatesResponse["variables"];
  /** What is to be put into the template. */
  onPick: (insertion: string) => void;
};

/** What a template may name, each with an example of what then stands there. */
export function TemplateVariables({ variables, onPick }: TemplateVariablesProps) {
  const t = useTranslations("channels.template");
  if (variables.length === 0) return null;
  return (
    <details className="group">
      <summary className="flex cursor-pointer list-none flex-wrap items-center gap-x-1.5 rounded-md [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-4 text-muted transition-transform group-open:rotate-90" />
        <span className="font-medium">{t("variables")}</span>
        <span className="text-muted text-xs">{t("variablesHint")}</span>
      </summary>
      <ul className="mt-2 grid max-h-64 grid-cols-1 gap-px overflow-y-auto rounded-md border bg-border @xl:grid-cols-2">
        {variables.map(({ name, example }) => (
          <li key={name} className="min-w-0 bg-surface">
            <button
              type="button"
              // Pressing must not take the focus from the template, nor its selection with it.
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => onPick(`{{ ${name} }}`)}
              aria-label={t("insert", { name, example })}
              className="flex h-full w-full flex-col px-3 py-1.5 text-left -outline-offset-2 hover:bg-hover"
            >
              <code className="font-mono text-accent text-xs">{name}</code>
              <span className="block w-full truncate text-muted text-xs">{example}</span>
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
