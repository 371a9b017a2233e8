"use client";

import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { useViewer } from "@/lib/client/session/viewer";
import {
  checkInvitationDraft,
  INVITATION_HOURS,
  type InvitationDraft,
  toCreateInvitationRequest,
} from "@/lib/client/settings/invitation-form";
import { useCreateInvitation } from "@/lib/client/settings/people";
import { useDraft } from "@/lib/client/settings/use-draft";
import type { SignInLinkResponse } from "@/lib/contracts/people";
import { grantableRoles } from "@/lib/domain/roles";
import { FormDialog } from "./form-dialog";
import { RolePicker } from "./role-picker";
import { useProblemText } from "./use-problem-text";

type InviteDialogProps = { onMade: (made: SignInLinkResponse) => void; onClose: () => void };

const EMPTY: InvitationDraft = { role: "viewer", email: "", expiresInHours: "168" };

/** Makes a link that lets one person in. */
export function InviteDialog({ onMade, onClose }: InviteDialogProps) {
  const t = useTranslations("settings.invitations.dialog");
  const problemText = useProblemText();
  const viewer = useViewer();
  const create = useCreateInvitation();
  const { draft, problems, failure, form, change, passes, fail } = useDraft(EMPTY, checkInvitationDraft);

  const save = () => {
    if (passes()) create.mutate(toCreateInvitationRequest(draft), { onSuccess: onMade, onError: fail });
  };

  return (
    <FormDialog
      title={t("title")}
      description={t("description")}
      submitLabel={t("submit")}
      form={form}
      failure={failure}
      pending={create.isPending}
      onSubmit={save}
      onClose={onClose}
    >
      <RolePicker
        label={t("role")}
        roles={viewer === null ? [] : grantableRoles(viewer.role)}
        value={draft.role}
        onValueChange={(role) => change({ role })}
      />
      <Field label={t("email")} hint={t("emailHint")} error={problemText(problems.email)}>
        {(control) => (
          <Input
            {...control}
            type="email"
            value={draft.email}
            onChange={(event) => change({ email: event.target.value })}
            autoComplete="off"
            spellCheck={false}
          />
        )}
      </Field>
      <div>
        <p aria-hidden className="mb-1.5 font-medium">
          {t("lasts")}
        </p>
        <SegmentedControl
          label={t("lasts")}
          value={draft.expiresInHours}
          onValueChange={(expiresInHours) => change({ expiresInHours })}
          segments={INVITATION_HOURS.map((value) => ({ value, label: t(`hours.${value}`) }))}
        />
      </div>
    </FormDialog>
  );
}
