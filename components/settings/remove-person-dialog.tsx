"use client";

import { useLocale, useTranslations } from "next-intl";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { toast } from "@/components/ui/toaster";
import { useRemovePerson } from "@/lib/client/settings/people";
import { useProxyKeys } from "@/lib/client/settings/proxy-keys";
import type { Person } from "@/lib/contracts/people";
import { usePersonProblem } from "./use-person-problem";

/** Asks before somebody is shut out, and says what ends with it, by name. */
export function RemovePersonDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const t = useTranslations("settings.people.remove");
  const locale = useLocale();
  const problemOf = usePersonProblem();
  const remove = useRemovePerson();
  const { data } = useProxyKeys();
  const keys = data?.keys.filter(({ personId, state }) => personId === person.id && state === "active");
  const { name } = person;

  const confirm = () =>
    remove.mutate(person.id, {
      onSuccess: () => {
        toast.success(t("done", { name }));
        onClose();
      },
      onError: (error) => toast.error(t("failed", { name }), { description: problemOf(error) }),
    });

  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("title", { name })}
      description={
        <>
          {t("description")}
          {keys !== undefined && (
            <span className="wrap-anywhere mt-2 block text-foreground">
              {t("keys", {
                count: keys.length,
                labels: new Intl.ListFormat(locale).format(keys.map(({ label }) => label)),
              })}
            </span>
          )}
        </>
      }
      confirmLabel={t("confirm")}
      onConfirm={confirm}
      pending={remove.isPending}
      dangerous
    />
  );
}
