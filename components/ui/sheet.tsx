"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Dialog as Radix } from "radix-ui";
import { type ReactNode, useState } from "react";
import { cn } from "./cn";
import { ConfirmDialog } from "./confirm-dialog";
import { OVERLAY_CLASSES } from "./dialog";
import { IconButton } from "./icon-button";

const SIDES = {
  start: "left-0 max-w-72 animate-slide-in-start border-r",
  end: "right-0 max-w-xl animate-slide-in border-l",
};

type SheetProps = {
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  trigger?: ReactNode;
  title: ReactNode;
  description?: ReactNode;
  footer?: ReactNode;
  /** `end` for details of what is on the page, `start` for navigation. */
  side?: keyof typeof SIDES;
  /** Something was typed that closing would lose: every way out but saving asks first. Only for a controlled one. */
  unsaved?: boolean;
  className?: string;
  children: ReactNode;
};

/** A drawer at the side for details that do not deserve a page. Modal, like a dialog. */
export function Sheet(props: SheetProps) {
  const {
    open,
    onOpenChange,
    trigger,
    title,
    description,
    footer,
    side = "end",
    unsaved = false,
    className,
    children,
  } = props;
  const t = useTranslations("common");
  const [asks, setAsks] = useState(false);
  const change = (next: boolean) => (!next && unsaved ? setAsks(true) : onOpenChange?.(next));
  const discard = () => {
    setAsks(false);
    onOpenChange?.(false);
  };
  return (
    <Radix.Root open={open} onOpenChange={change}>
      {trigger && <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay className={OVERLAY_CLASSES} />
        <Radix.Content
          className={cn(
            "fixed inset-y-0 z-50 flex w-[calc(100vw-2.5rem)] flex-col bg-raised shadow-raised focus:outline-none",
            SIDES[side],
            className,
          )}
          {...(!description && { "aria-describedby": undefined })}
        >
          <header className="flex min-h-12 items-start justify-between gap-4 border-b px-4 py-2.5">
            <div className="min-w-0">
              <Radix.Title className="wrap-anywhere font-semibold text-base leading-7">{title}</Radix.Title>
              {description && <Radix.Description className="text-muted">{description}</Radix.Description>}
            </div>
            <Radix.Close asChild>
              <IconButton icon={X} label={t("close")} size="sm" className="-mr-1" />
            </Radix.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto p-4">{children}</div>
          {footer && <footer className="flex flex-wrap justify-end gap-2 border-t p-4">{footer}</footer>}
          <ConfirmDialog
            open={asks}
            onOpenChange={setAsks}
            title={t("discard.title")}
            description={t("discard.description")}
            confirmLabel={t("discard.confirm")}
            cancelLabel={t("discard.keep")}
            onConfirm={discard}
            dangerous
          />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
