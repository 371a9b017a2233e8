"use client";

import { useTranslations } from "next-intl";
import { AlertDialog } from "radix-ui";
import type { ReactNode } from "react";
import { Button } from "./button";
import { cn } from "./cn";
import { DIALOG_CLASSES, OVERLAY_CLASSES } from "./dialog";

type ConfirmDialogProps = {
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  trigger?: ReactNode;
  title: ReactNode;
  /** What will happen, and whether it can be undone. */
  description: ReactNode;
  confirmLabel: ReactNode;
  /** "Cancel", unless that could be taken for the other thing. */
  cancelLabel?: ReactNode;
  onConfirm: () => void;
  /** The consequence is hard to undo. */
  dangerous?: boolean;
  /** The work is going on; keep it open (controlled) until it is done. */
  pending?: boolean;
};

/**
 * Asks before something that matters. The focus starts on "Cancel", and a click beside it does not close it.
 *
 * Uncontrolled it closes on confirm; controlled, the owner closes it.
 */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const {
    open,
    onOpenChange,
    trigger,
    title,
    description,
    confirmLabel,
    cancelLabel,
    onConfirm,
    dangerous = false,
    pending,
  } = props;
  const t = useTranslations("common");
  const confirm = (
    <Button variant={dangerous ? "danger" : "primary"} onClick={onConfirm} loading={pending}>
      {confirmLabel}
    </Button>
  );
  return (
    <AlertDialog.Root open={open} onOpenChange={onOpenChange}>
      {trigger && <AlertDialog.Trigger asChild>{trigger}</AlertDialog.Trigger>}
      <AlertDialog.Portal>
        {/* Also over a sheet that it stands in. */}
        <AlertDialog.Overlay className={cn(OVERLAY_CLASSES, "z-50")} />
        <AlertDialog.Content className={cn(DIALOG_CLASSES, "max-w-md")}>
          <div className="min-h-0 overflow-y-auto px-5 pt-5">
            <AlertDialog.Title className="font-semibold text-base">{title}</AlertDialog.Title>
            <AlertDialog.Description className="mt-1.5 text-muted">{description}</AlertDialog.Description>
          </div>
          <footer className="flex flex-wrap justify-end gap-2 p-5">
            <AlertDialog.Cancel asChild>
              <Button>{cancelLabel ?? t("cancel")}</Button>
            </AlertDialog.Cancel>
            {open === undefined ? <AlertDialog.Action asChild>{confirm}</AlertDialog.Action> : confirm}
          </footer>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
