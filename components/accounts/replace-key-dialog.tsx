"use client";

import { useTranslations } from "next-intl";
import { type SubmitEvent, useId } from "react";
import { Dialog } from "@/components/ui/dialog";
import { FormButtons } from "@/components/ui/form-buttons";
import { toast } from "@/components/ui/toaster";
import { toDraft } from "@/lib/client/accounts/account-form";
import { useUpdateAccount } from "@/lib/client/accounts/accounts";
import { useAccountDraft } from "@/lib/client/accounts/use-account-draft";
import type { Account } from "@/lib/contracts/accounts";
import { KeyField } from "./key-field";
import { SaveFailureNotice } from "./save-failure-notice";
import { useProblemText } from "./use-problem-text";

/** Takes a new key for an account; the server checks it with the provider as it does on creation. */
export function ReplaceKeyDialog({ account, onClose }: { account: Account; onClose: () => void }) {
  const t = useTranslations("accounts");
  const problemText = useProblemText();
  const update = useUpdateAccount();
  const state = useAccountDraft(() => toDraft(account));
  const formId = useId();
  const isChecking = update.isPending && !update.variables.changes.saveUnchecked;

  const save = (saveUnchecked: boolean) => {
    if (update.isPending || !state.passes(true)) return;
    update.mutate(
      { id: account.id, changes: { clientKey: state.draft.clientKey.trim(), saveUnchecked } },
      {
        onSuccess: () => {
          toast.success(t("replaceKey.done", { name: account.name }));
          onClose();
        },
        onError: state.fail,
      },
    );
  };

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    save(false);
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("replaceKey.title", { name: account.name })}
      description={t("replaceKey.description", { provider: account.providerName, last4: account.keyLast4 })}
      footer={
        <FormButtons
          formId={formId}
          submitLabel={isChecking ? t("checking", { provider: account.providerName }) : t("replaceKey.submit")}
          pending={isChecking}
        />
      }
    >
      <form ref={state.form} id={formId} noValidate method="post" onSubmit={submit} className="grid gap-4">
        <KeyField
          value={state.draft.clientKey}
          onValueChange={(clientKey) => state.change({ clientKey })}
          hint={t("field.keyHint", { provider: account.providerName })}
          error={problemText(state.problems.clientKey)}
        />
        <SaveFailureNotice
          failure={state.failure}
          providerName={account.providerName}
          onSaveUnchecked={() => save(true)}
          saving={update.isPending && !isChecking}
        />
      </form>
    </Dialog>
  );
}
