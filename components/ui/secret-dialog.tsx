"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { focusFirst } from "./focus-first";
import { SecretOnce } from "./secret-once";

type SecretDialogProps = {
  title: ReactNode;
  description: ReactNode;
  label: string;
  secret: string;
  doneLabel: ReactNode;
  onClose: () => void;
  /** How it is used. */
  children?: ReactNode;
};

/**
 * A window with a secret that is told this once. Closing it before the secret was copied asks once more, for there is no
 * second look.
 */
export function SecretDialog({ title, description, label, secret, doneLabel, onClose, children }: SecretDialogProps) {
  const t = useTranslations("common.secretOnce");
  const [kept, setKept] = useState(false);
  const [warned, setWarned] = useState(false);

  const close = () => {
    if (kept || warned) onClose();
    else setWarned(true);
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      title={title}
      description={description}
      className="max-w-xl"
      footer={
        <div className="flex w-full flex-wrap items-center justify-end gap-3">
          <p role="alert" className="min-w-0 flex-1 basis-56 text-critical empty:hidden">
            {warned && !kept && t("notCopied")}
          </p>
          <Button onClick={close}>{doneLabel}</Button>
        </div>
      }
    >
      <div ref={focusFirst} className="flex flex-col gap-4 py-1">
        <SecretOnce label={label} secret={secret} onKept={() => setKept(true)} />
        {children}
      </div>
    </Dialog>
  );
}
