"use client";

import { Drama } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { useStartDrill } from "@/lib/client/drill/drill";

const FACTS = ["what", "where", "others", "visible"] as const;

type StartDrillDialogProps = {
  /** The sandbox account that it is played with. */
  account: string;
  /** Whether there was none since the start. */
  isFirst: boolean;
};

/** Says what a rehearsal does and who will see it, then starts it. */
export function StartDrillDialog({ account, isFirst }: StartDrillDialogProps) {
  const t = useTranslations("drill");
  const tCommon = useTranslations("common");
  const [open, setOpen] = useState(false);
  const start = useStartDrill();
  const toggle = (next: boolean) => {
    setOpen(next);
    start.reset();
  };
  const show = () => {
    toggle(false);
    // It moves to where it is seen at once, which is not where the button was.
    requestAnimationFrame(() => document.getElementById("drill")?.scrollIntoView({ block: "nearest" }));
  };
  return (
    <Dialog
      open={open}
      onOpenChange={toggle}
      trigger={
        <Button size="sm">
          <Drama aria-hidden />
          {t(isFirst ? "start" : "again")}
        </Button>
      }
      title={t("dialog.title")}
      description={t("dialog.with", { account })}
      footer={
        <>
          <DialogClose asChild>
            <Button>{tCommon("cancel")}</Button>
          </DialogClose>
          <Button
            variant="primary"
            loading={start.isPending}
            onClick={() => start.mutate(undefined, { onSuccess: show })}
          >
            {t("dialog.confirm")}
          </Button>
        </>
      }
    >
      <ul className="list-disc space-y-2 py-2 pl-5 marker:text-muted">
        {FACTS.map((fact) => (
          <li key={fact}>{t(`dialog.${fact}`)}</li>
        ))}
      </ul>
      {start.error !== null && (
        <p role="alert" className="wrap-anywhere mt-1 rounded-md bg-critical-soft px-3 py-2 text-critical">
          {start.error.message}
        </p>
      )}
    </Dialog>
  );
}
