"use client";

import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { type ChannelField, channelFieldsOf } from "@/lib/client/channels/channel-fields";
import { needsSecretsAgain } from "@/lib/client/channels/channel-form";
import type { ChannelDraftState } from "@/lib/client/channels/use-channel-draft";
import type { AlertChannel } from "@/lib/contracts/alert-channels";
import { SecretField } from "./secret-field";
import { SettingField } from "./setting-field";
import { useProblemText } from "./use-problem-text";

type ConnectionFieldsProps = { state: ChannelDraftState; channel: AlertChannel | null };

/** Name of a channel, and exactly what its type asks for. */
export function ConnectionFields({ state, channel }: ConnectionFieldsProps) {
  const t = useTranslations("channels");
  const problemText = useProblemText();
  const { draft, problems, change } = state;
  const fields = channelFieldsOf(draft.type);
  const own = fields.filter(({ selfHosted }) => selfHosted);
  const asksAgain = channel !== null && needsSecretsAgain(channel, draft);
  // What was entered there, or is wrong there, must be in sight.
  const isOpen =
    own.some(({ name }) => draft[name] !== "" && draft[name] !== "slack") || own.some(({ name }) => problems[name]);

  const toControl = (field: ChannelField) =>
    field.kind === "secret" ? (
      <SecretField
        key={field.name}
        field={field}
        state={state}
        hint={channel?.secrets[field.name]}
        asksAgain={asksAgain}
      />
    ) : (
      <SettingField key={field.name} field={field} state={state} />
    );

  return (
    <>
      <Field label={t("form.name")} hint={t("form.nameHint")} error={problemText(problems.name)} required>
        {(control) => (
          <Input
            {...control}
            value={draft.name}
            onChange={(event) => change({ name: event.target.value })}
            autoComplete="off"
          />
        )}
      </Field>
      {draft.type === "push" && <p className="text-muted">{t("pushExplained")}</p>}
      <div className={draft.type === "email" ? "grid gap-5 sm:grid-cols-2" : "grid gap-5"}>
        {fields.filter(({ selfHosted }) => !selfHosted).map(toControl)}
      </div>
      {own.length > 0 && (
        <details open={isOpen || undefined} className="group">
          <summary className="flex cursor-pointer list-none items-center gap-1.5 rounded-md font-medium text-muted hover:text-foreground [&::-webkit-details-marker]:hidden">
            <ChevronRight aria-hidden className="size-4 transition-transform group-open:rotate-90" />
            {t("form.selfHosted")}
          </summary>
          <div className="mt-4 grid gap-5">{own.map(toControl)}</div>
        </details>
      )}
    </>
  );
}
