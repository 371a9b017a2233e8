"use client";

import { useTranslations } from "next-intl";
import { type SubmitEvent, useId } from "react";
import { FormButtons } from "@/components/ui/form-buttons";
import { Sheet } from "@/components/ui/sheet";
import { toast } from "@/components/ui/toaster";
import { defaultUnit, needsKeyAgain, toChanges, toDraft } from "@/lib/client/accounts/account-form";
import { useUpdateAccount } from "@/lib/client/accounts/accounts";
import { useAccountDraft } from "@/lib/client/accounts/use-account-draft";
import type { Account } from "@/lib/contracts/accounts";
import { getPreset } from "@/lib/domain/provider-presets";
import { useUnitName } from "./amount";
import { GuardModeField } from "./guard-mode-field";
import { KeyField } from "./key-field";
import { ProxyKeysOnlySwitch } from "./proxy-keys-only-switch";
import { SaveFailureNotice } from "./save-failure-notice";
import { TextField } from "./text-field";
import { ThresholdFields } from "./threshold-fields";
import { useProblemText } from "./use-problem-text";

/** Changes everything of an account but its provider; its key only together with the server that the key is sent to. */
export function EditAccountSheet({ account, onClose }: { account: Account; onClose: () => void }) {
  const t = useTranslations("accounts");
  const unitName = useUnitName();
  const update = useUpdateAccount();
  const state = useAccountDraft(() => toDraft(account));
  const formId = useId();
  const { draft } = state;
  const preset = getPreset(account.provider);
  const isCustom = account.provider === "custom";
  const unit = draft.unit.trim() || defaultUnit(account.provider);
  const asksForKey = needsKeyAgain(account, draft);
  const problemText = useProblemText();
  const isChecking = update.isPending && update.variables.changes.baseUrl !== undefined;

  const save = (saveUnchecked: boolean) => {
    if (update.isPending || !state.passes(asksForKey)) return;
    const changes = toChanges(account, draft);
    if (Object.keys(changes).length === 0) return onClose();
    update.mutate(
      { id: account.id, changes: { ...changes, saveUnchecked } },
      {
        onSuccess: (answer) => {
          toast.success(t("edit.saved", { name: answer.account.name }));
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
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("edit.title", { name: account.name })}
      description={account.providerName}
      footer={
        <FormButtons
          formId={formId}
          submitLabel={
            isChecking
              ? t("checking", { provider: account.providerName })
              : t(update.isPending ? "edit.saving" : "edit.save")
          }
          pending={update.isPending}
        />
      }
    >
      <form ref={state.form} id={formId} noValidate method="post" onSubmit={submit} className="grid gap-5">
        <TextField state={state} field="name" label={t("field.name")} hint={t("field.nameHint")} required />
        <ThresholdFields state={state} unitName={unitName(unit)} />
        <TextField
          state={state}
          field="unit"
          label={t("field.unit")}
          hint={t("field.unitOverrideHint", { unit: unitName(defaultUnit(account.provider)) })}
          placeholder={unitName(defaultUnit(account.provider))}
        />
        {account.provider !== "sandbox" && (
          <TextField
            state={state}
            field="baseUrl"
            label={t("field.baseUrl")}
            hint={
              <>
                {isCustom ? t("field.baseUrlHint") : t("field.baseUrlOverrideHint", { url: preset.baseUrl ?? "" })}
                <span className="block">{t("edit.addressNote")}</span>
              </>
            }
            required={isCustom}
            placeholder={preset.baseUrl ?? "https://api.example.com"}
            inputMode="url"
          />
        )}
        {asksForKey && (
          <KeyField
            value={draft.clientKey}
            onValueChange={(clientKey) => state.change({ clientKey })}
            hint={t("edit.keyNote")}
            error={problemText(state.problems.clientKey)}
          />
        )}
        <ProxyKeysOnlySwitch
          account={account}
          on={draft.proxyKeysOnly}
          onChange={(proxyKeysOnly) => state.change({ proxyKeysOnly })}
        />
        <GuardModeField value={draft.guardMode} onChange={(guardMode) => state.change({ guardMode })} />
        <SaveFailureNotice
          failure={state.failure}
          providerName={account.providerName}
          onSaveUnchecked={() => save(true)}
          saving={update.isPending && update.variables.changes.saveUnchecked === true}
        />
      </form>
    </Sheet>
  );
}
