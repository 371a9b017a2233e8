"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "./button";
import { DialogClose } from "./dialog";

type FormButtonsProps = {
  /** The form that they stand outside of. */
  formId: string;
  submitLabel: ReactNode;
  pending: boolean;
  /** The consequence is hard to undo. */
  dangerous?: boolean;
};

/** The two ways out of a form in a window, for its foot. */
export function FormButtons({ formId, submitLabel, pending, dangerous = false }: FormButtonsProps) {
  const t = useTranslations("common");
  return (
    <>
      <DialogClose asChild>
        <Button>{t("cancel")}</Button>
      </DialogClose>
      <Button type="submit" form={formId} variant={dangerous ? "danger" : "primary"} loading={pending}>
        {submitLabel}
      </Button>
    </>
  );
}
