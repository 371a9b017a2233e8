"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, type RefObject, type SubmitEvent, useId } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { focusFirst } from "@/components/ui/focus-first";
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
  const t = useTranslations("common");
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
      footer={
        <>
          <DialogClose asChild>
            <Button>{t("cancel")}</Button>
          </DialogClose>
          <Button type="submit" form={formId} variant="primary" loading={pending}>
            {submitLabel}
          </Button>
        </>
      }
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
