"use client";

import { type ReactNode, type RefObject, type SubmitEvent, useId } from "react";
import { Dialog } from "@/components/ui/dialog";
import { focusFirst } from "@/components/ui/focus-first";
import { FormButtons } from "@/components/ui/form-buttons";
import { FormFailure } from "./form-failure";

type FormDialogProps = {
  title: ReactNode;
  description?: ReactNode;
  submitLabel: ReactNode;
  form: RefObject<HTMLFormElement | null>;
  failure: string | null;
  pending: boolean;
  onSubmit: () => void;
  onClose: () => void;
  children: ReactNode;
};

/** A window with a form: its fields, why it was not saved, and the two ways out. */
export function FormDialog(props: FormDialogProps) {
  const { title, description, submitLabel, form, failure, pending, onSubmit, onClose, children } = props;
  const formId = useId();

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!pending) onSubmit();
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={description}
      footer={<FormButtons formId={formId} submitLabel={submitLabel} pending={pending} />}
    >
      <form ref={form} id={formId} noValidate method="post" onSubmit={submit} className="grid gap-5 py-1">
        <div ref={focusFirst} className="contents">
          {children}
        </div>
        <FormFailure message={failure} />
      </form>
    </Dialog>
  );
}
