"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { toast } from "@/components/ui/toaster";
import { useUpdateGuard } from "@/lib/client/guard/guard";
import type { UpdateGuardRequest } from "@/lib/contracts/guard";

/** Asks before a change, with what it risks, and then makes it. */
export function useGuardChange(): { ask: (changes: UpdateGuardRequest) => void; dialog: ReactNode } {
  const t = useTranslations("cooldowns.guard");
  const update = useUpdateGuard();
  const [wanted, setWanted] = useState<UpdateGuardRequest | null>(null);
  const [isOpen, setIsOpen] = useState(false);
  const words = useChangeWords(wanted ?? {});

  const confirm = () => {
    if (wanted === null) return;
    update.mutate(wanted, {
      onSuccess: () => {
        toast.success(words.done);
        setIsOpen(false);
      },
      onError: (error) => toast.error(t("change.failed"), { description: error.message }),
    });
  };

  return {
    ask: (changes: UpdateGuardRequest) => {
      setWanted(changes);
      setIsOpen(true);
    },
    dialog: (
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title={words.title}
        description={words.risk}
        confirmLabel={words.confirm}
        onConfirm={confirm}
        dangerous={words.isDangerous}
        pending={update.isPending}
      />
    ),
  };
}

function useChangeWords({ mode, shedding }: UpdateGuardRequest) {
  const t = useTranslations("cooldowns.guard");
  if (mode !== undefined) {
    const name = { mode: t(`modes.${mode}.name`) };
    return {
      title: t("change.title", name),
      risk: t(`change.${mode}`),
      confirm: t("change.confirm", name),
      done: t("change.done", name),
      isDangerous: mode !== "enforce",
    };
  }
  const on = shedding === true ? "On" : "Off";
  return {
    title: t(`shedding.title${on}`),
    risk: t(`shedding.risk${on}`),
    confirm: t(`shedding.confirm${on}`),
    done: t(`shedding.done${on}`),
    isDangerous: false,
  };
}
