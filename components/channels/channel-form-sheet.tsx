"use client";

import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, type SubmitEvent, useId } from "react";
import { focusFirst } from "@/components/ui/focus-first";
import { FormButtons } from "@/components/ui/form-buttons";
import { Sheet } from "@/components/ui/sheet";
import type { ChannelDraftState } from "@/lib/client/channels/use-channel-draft";
import type { AlertChannel } from "@/lib/contracts/alert-channels";
import { ChannelMark } from "./channel-mark";
import { ConnectionFields } from "./connection-fields";
import { DraftTest } from "./draft-test";
import { MessageFields } from "./message-fields";
import { TemplateEditor } from "./template-editor";

type ChannelFormSheetProps = {
  title: string;
  submitLabel: string;
  pending: boolean;
  state: ChannelDraftState;
  /** The one that is edited; null for a new one. */
  channel: AlertChannel | null;
  onSubmit: () => void;
  onClose: () => void;
  /** Stands above the form. */
  aside?: ReactNode;
};

/** The form of a channel: how it is reached, what its messages say, and a test before anything is saved. */
export function ChannelFormSheet(props: ChannelFormSheetProps) {
  const { title, submitLabel, pending, state, channel, onSubmit, onClose, aside } = props;
  const t = useTranslations("channels");
  const formId = useId();
  const { type } = state.draft;

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    onSubmit();
  };

  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      unsaved={state.isChanged}
      title={title}
      description={t(`type.${type}.pitch`)}
      className="max-w-3xl"
      footer={<FormButtons formId={formId} submitLabel={submitLabel} pending={pending} />}
    >
      <form ref={state.form} id={formId} noValidate method="post" onSubmit={submit} className="grid gap-6">
        {aside}
        <div ref={focusFirst} className="grid gap-6">
          <FormSection
            title={
              <>
                <ChannelMark type={type} />
                {t("form.connection")}
              </>
            }
          >
            <ConnectionFields state={state} channel={channel} />
          </FormSection>
        </div>
        <DraftTest state={state} channel={channel} />
        <FormSection title={t("form.messages")} ruled>
          <MessageFields state={state} />
          <TemplateEditor state={state} />
        </FormSection>
        <div role="alert" className="empty:hidden">
          {state.failure !== null && (
            <div className="flex gap-3 rounded-md border border-critical/40 bg-critical-soft p-3">
              <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-critical" />
              <div className="min-w-0">
                <p className="font-medium text-critical">{t("form.saveFailed")}</p>
                <p className="wrap-anywhere">{state.failure}</p>
              </div>
            </div>
          )}
        </div>
      </form>
    </Sheet>
  );
}

type FormSectionProps = { title: ReactNode; ruled?: boolean; children: ReactNode };

function FormSection({ title, ruled = false, children }: FormSectionProps) {
  return (
    <fieldset className={ruled ? "grid min-w-0 gap-5 border-t pt-5" : "grid min-w-0 gap-5"}>
      <legend className={ruled ? "sr-only" : "contents"}>
        <span className="flex items-center gap-3 font-semibold">{title}</span>
      </legend>
      {ruled && (
        <div aria-hidden className="font-semibold">
          {title}
        </div>
      )}
      {children}
    </fieldset>
  );
}
