"use client";

import { useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { toast } from "@/components/ui/toaster";
import { useCreateResetLink } from "@/lib/client/settings/people";
import type { Person, SignInLinkResponse } from "@/lib/contracts/people";

type ResetPasswordDialogProps = {
  person: Person;
  onMade: (made: SignInLinkResponse) => void;
  onClose: () => void;
};

/** Asks before a link is made that lets whoever has it set somebody's password. */
export function ResetPasswordDialog({ person, onMade, onClose }: ResetPasswordDialogProps) {
  const t = useTranslations("settings.people.reset");
  const create = useCreateResetLink();
  const { name } = person;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("title", { name })}
      description={t("description", { name })}
      confirmLabel={t("confirm")}
      onConfirm={() =>
        create.mutate(person.id, {
          onSuccess: onMade,
          onError: (error) => toast.error(t("failed"), { description: error.message }),
        })
      }
      pending={create.isPending}
    />
  );
}
