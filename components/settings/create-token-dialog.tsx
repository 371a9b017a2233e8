"use client";

import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useViewer } from "@/lib/client/session/viewer";
import { toExpiresAtMs } from "@/lib/client/settings/expiry";
import {
  checkTokenDraft,
  grantableTokenRoles,
  type TokenDraft,
  toCreateTokenRequest,
} from "@/lib/client/settings/token-form";
import { useCreateToken, useTokens } from "@/lib/client/settings/tokens";
import { useDraft } from "@/lib/client/settings/use-draft";
import type { CreateApiTokenResponse } from "@/lib/contracts/tokens";
import { ExpiryPicker } from "./expiry-picker";
import { FormDialog } from "./form-dialog";
import { RolePicker } from "./role-picker";
import { useProblemText } from "./use-problem-text";

type CreateTokenDialogProps = { onMade: (made: CreateApiTokenResponse) => void; onClose: () => void };

const EMPTY: TokenDraft = { name: "", role: "viewer", expiry: "90d" };

/** Creates a token for the API. */
export function CreateTokenDialog({ onMade, onClose }: CreateTokenDialogProps) {
  const t = useTranslations("settings.tokens.dialog");
  const problemText = useProblemText();
  const viewer = useViewer();
  const clock = useTokens().data;
  const create = useCreateToken();
  const { draft, problems, failure, form, change, passes, fail } = useDraft(EMPTY, checkTokenDraft);

  const save = () => {
    if (!passes() || clock === undefined) return;
    const expiresAtMs = toExpiresAtMs(draft.expiry, clock, performance.now());
    create.mutate(toCreateTokenRequest(draft, expiresAtMs), { onSuccess: onMade, onError: fail });
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
      <Field label={t("name")} hint={t("nameHint")} error={problemText(problems.name)} required>
        {(control) => (
          <Input
            {...control}
            value={draft.name}
            onChange={(event) => change({ name: event.target.value })}
            autoComplete="off"
          />
        )}
      </Field>
      <RolePicker
        label={t("role")}
        roles={viewer === null ? [] : grantableTokenRoles(viewer.role)}
        value={draft.role}
        onValueChange={(role) => change({ role })}
      />
      <ExpiryPicker value={draft.expiry} onValueChange={(expiry) => change({ expiry })} />
    </FormDialog>
  );
}
