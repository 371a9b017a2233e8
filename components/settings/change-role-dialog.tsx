"use client";

import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { toast } from "@/components/ui/toaster";
import { useViewer } from "@/lib/client/session/viewer";
import { useChangeRole } from "@/lib/client/settings/people";
import { readPersonOptions } from "@/lib/client/settings/person-rules";
import type { Person } from "@/lib/contracts/people";
import { allows } from "@/lib/domain/roles";
import { FormDialog } from "./form-dialog";
import { RolePicker } from "./role-picker";
import { usePersonProblem } from "./use-person-problem";

/** Gives a person another role, of those that the viewer may give. */
export function ChangeRoleDialog({ person, onClose }: { person: Person; onClose: () => void }) {
  const t = useTranslations("settings.people.changeRole");
  const tRole = useTranslations("settings.role");
  const problemOf = usePersonProblem();
  const viewer = useViewer();
  const change = useChangeRole();
  const form = useRef<HTMLFormElement>(null);
  const [role, setRole] = useState(person.role);
  const isLoweringSelf = viewer?.id === person.id && !allows(role, person.role);

  const save = () => {
    if (role === person.role) return onClose();
    change.mutate(
      { id: person.id, role },
      {
        onSuccess: () => {
          toast.success(t("saved", { name: person.name, role: tRole(role) }));
          onClose();
        },
      },
    );
  };

  return (
    <FormDialog
      title={t("title", { name: person.name })}
      description={t("description")}
      submitLabel={t("save")}
      form={form}
      failure={change.error === null ? null : problemOf(change.error)}
      pending={change.isPending}
      onSubmit={save}
      onClose={onClose}
    >
      <RolePicker
        label={t("label")}
        roles={viewer === null ? [] : readPersonOptions(viewer, person).roles}
        value={role}
        onValueChange={(chosen) => {
          setRole(chosen);
          change.reset();
        }}
      />
      <p role="status" className="text-warning empty:hidden">
        {isLoweringSelf && t("self")}
      </p>
    </FormDialog>
  );
}
