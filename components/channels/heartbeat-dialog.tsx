"use client";

import { useTranslations } from "next-intl";
import { FormDialog } from "@/components/settings/form-dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SecretInput } from "@/components/ui/secret-input";
import { toast } from "@/components/ui/toaster";
import {
  checkHeartbeatDraft,
  type HeartbeatDraft,
  type HeartbeatRule,
  toHeartbeatChanges,
  useUpdateAlertSettings,
} from "@/lib/client/channels/alert-settings";
import { type FieldProblem, isWithoutProblems, readFieldProblems, toMessage } from "@/lib/client/form/field-problem";
import { useFormDraft } from "@/lib/client/form/use-form-draft";
import type { AlertSettingsResponse } from "@/lib/contracts/alert-settings";

type HeartbeatDialogProps = { heartbeat: AlertSettingsResponse["heartbeat"]; onClose: () => void };

/** Where the heartbeat goes, and how often. The saved address stays where none is entered. */
export function HeartbeatDialog({ heartbeat, onClose }: HeartbeatDialogProps) {
  const t = useTranslations("channels.heartbeat");
  const tSecret = useTranslations("channels.secret");
  const update = useUpdateAlertSettings();
  const { hint, everyMinutes } = heartbeat;
  const { draft, problems, failure, form, change, show } = useFormDraft<HeartbeatDraft, HeartbeatRule, string>(() => ({
    heartbeatUrl: "",
    heartbeatEveryMinutes: String(everyMinutes),
  }));
  const toText = (problem: FieldProblem<HeartbeatRule> | undefined) =>
    problem?.kind === "rule" ? t(`rule.${problem.rule}`) : problem?.text;

  const save = () => {
    const found = checkHeartbeatDraft(draft, hint !== null);
    show(found, null);
    if (!isWithoutProblems(found)) return;
    update.mutate(toHeartbeatChanges(draft), {
      onSuccess: () => {
        toast.success(t("saved"));
        onClose();
      },
      onError: (error) => {
        const refused = readFieldProblems<keyof HeartbeatDraft, HeartbeatRule>(error, [
          "heartbeatUrl",
          "heartbeatEveryMinutes",
        ]);
        show(refused, isWithoutProblems(refused) ? toMessage(error) : null);
      },
    });
  };

  return (
    <FormDialog
      title={t(hint === null ? "setUp" : "changeTitle")}
      description={t("explain")}
      submitLabel={t("save")}
      form={form}
      failure={failure}
      pending={update.isPending}
      onSubmit={save}
      onClose={onClose}
    >
      <Field
        label={t("url")}
        hint={t(hint === null ? "urlHint" : "urlKeep")}
        error={toText(problems.heartbeatUrl)}
        required={hint === null}
      >
        {(control) => (
          <SecretInput
            {...control}
            showLabel={tSecret("show")}
            hideLabel={tSecret("hide")}
            value={draft.heartbeatUrl}
            onChange={(event) => change({ heartbeatUrl: event.target.value })}
            placeholder={hint ?? "https://hc-ping.com/…"}
            inputMode="url"
            autoComplete="off"
            data-1p-ignore
            data-lpignore="true"
            data-bwignore
            className="font-mono"
          />
        )}
      </Field>
      <Field label={t("minutes")} hint={t("minutesHint")} error={toText(problems.heartbeatEveryMinutes)} required>
        {(control) => (
          <Input
            {...control}
            value={draft.heartbeatEveryMinutes}
            onChange={(event) => change({ heartbeatEveryMinutes: event.target.value })}
            inputMode="numeric"
            autoComplete="off"
            className="w-32 tabular-nums"
          />
        )}
      </Field>
    </FormDialog>
  );
}
