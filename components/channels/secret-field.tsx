"use client";

import { LockKeyhole } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FieldError } from "@/components/ui/field-error";
import { SecretInput } from "@/components/ui/secret-input";
import type { ChannelField } from "@/lib/client/channels/channel-fields";
import type { ChannelDraftState } from "@/lib/client/channels/use-channel-draft";
import { useProblemText } from "./use-problem-text";
import { useSettingText } from "./use-setting-text";

type SecretFieldProps = {
  field: ChannelField;
  state: ChannelDraftState;
  /** How the saved one ends; undefined where none is saved. */
  hint: string | undefined;
  /** It would go to another server than now, so it has to be entered again. */
  asksAgain: boolean;
};

/** A secret of a channel: the saved one is kept, by its end, until somebody replaces it. */
export function SecretField({ field, state, hint, asksAgain }: SecretFieldProps) {
  const t = useTranslations("channels.secret");
  const { draft, problems, change } = state;
  const { name, required, placeholder } = field;
  const text = useSettingText(draft.type);
  const problemText = useProblemText();
  const [isReplacing, setIsReplacing] = useState(false);
  const label = text(name, "label");
  const isRemoved = draft.removed.includes(name);
  const remove = (isWanted: boolean) =>
    change({ removed: isWanted ? [...draft.removed, name] : draft.removed.filter((other) => other !== name) });

  if (hint !== undefined && !isReplacing && !asksAgain) {
    return (
      <div>
        <p className="mb-1.5 font-medium">{label}</p>
        <div className="flex min-h-9 flex-wrap items-center justify-between gap-x-3 gap-y-1 rounded-md border bg-sunken py-1 pr-1 pl-3">
          <span className="flex min-w-0 items-center gap-2">
            <LockKeyhole aria-hidden className="size-3.5 shrink-0 text-muted" />
            <span className="wrap-anywhere">
              {isRemoved
                ? t("removed")
                : t.rich("kept", {
                    hint: () => (
                      <span translate="no" className="font-mono">
                        {hint}
                      </span>
                    ),
                  })}
            </span>
          </span>
          <span className="flex">
            {isRemoved ? (
              <Button size="sm" variant="ghost" onClick={() => remove(false)}>
                {t("keepRemoved")}
              </Button>
            ) : (
              <>
                {!required && (
                  <Button
                    size="sm"
                    variant="ghost"
                    aria-label={t("removeOf", { field: label })}
                    onClick={() => remove(true)}
                  >
                    {t("remove")}
                  </Button>
                )}
                <Button
                  size="sm"
                  variant="ghost"
                  aria-label={t("replaceOf", { field: label })}
                  onClick={() => setIsReplacing(true)}
                >
                  {t("replace")}
                </Button>
              </>
            )}
          </span>
        </div>
        <FieldError id={`${draft.type}-${name}-error`}>{problemText(problems[name])}</FieldError>
      </div>
    );
  }
  return (
    <div>
      <Field
        label={label}
        hint={asksAgain && hint !== undefined ? t("again") : text(name, "hint")}
        error={problemText(problems[name])}
        required={required}
      >
        {(control) => (
          <SecretInput
            {...control}
            showLabel={t("show")}
            hideLabel={t("hide")}
            value={draft[name]}
            onChange={(event) => change({ [name]: event.target.value })}
            placeholder={placeholder}
            // Whoever pressed "Replace" goes on here.
            autoFocus={isReplacing}
            autoComplete="off"
            data-1p-ignore
            data-lpignore="true"
            data-bwignore
            className="font-mono"
          />
        )}
      </Field>
      {isReplacing && !asksAgain && (
        <Button
          size="sm"
          variant="ghost"
          aria-label={t("keepOf", { field: label })}
          className="mt-1 -ml-2.5"
          onClick={() => {
            change({ [name]: "" });
            setIsReplacing(false);
          }}
        >
          {t("keep")}
        </Button>
      )}
    </div>
  );
}
