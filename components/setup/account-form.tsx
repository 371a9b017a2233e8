"use client";

import { useTranslations } from "next-intl";
import { type SubmitEvent, useState } from "react";
import { useUnitName } from "@/components/accounts/amount";
import { KeyField } from "@/components/accounts/key-field";
import { SaveFailureNotice } from "@/components/accounts/save-failure-notice";
import { TextField } from "@/components/accounts/text-field";
import { ThresholdFields } from "@/components/accounts/threshold-fields";
import { useProblemText } from "@/components/accounts/use-problem-text";
import { Button } from "@/components/ui/button";
import { Panel } from "@/components/ui/panel";
import { toast } from "@/components/ui/toaster";
import { emptyDraft, freeName, toCreateRequest } from "@/lib/client/accounts/account-form";
import { useCreateAccount } from "@/lib/client/accounts/accounts";
import { useAccountDraft } from "@/lib/client/accounts/use-account-draft";
import type { Account } from "@/lib/contracts/accounts";
import { getPreset, PROVIDER_IDS, type ProviderId } from "@/lib/domain/provider-presets";
import { ProviderPicker } from "./provider-picker";

type AccountFormProps = {
  accounts: readonly Account[];
  onCreated: (account: Account) => void;
};

/** Adds an account at a real provider. The server checks the key with the provider before it saves anything. */
export function AccountForm({ accounts, onCreated }: AccountFormProps) {
  const t = useTranslations("setup.form");
  const tAccounts = useTranslations("accounts");
  const problemText = useProblemText();
  const unitName = useUnitName();
  const create = useCreateAccount();
  const suggestName = (provider: ProviderId) =>
    provider === "custom" ? "" : freeName(getPreset(provider).name, accounts);
  const state = useAccountDraft(() => emptyDraft(PROVIDER_IDS[0], suggestName(PROVIDER_IDS[0])));
  const [isAdvanced, setAdvanced] = useState(false);
  const { draft, problems, failure, change } = state;
  const preset = getPreset(draft.provider);
  const isCustom = draft.provider === "custom";

  const chooseProvider = (provider: ProviderId) => {
    const isOwnName = draft.name !== suggestName(draft.provider);
    change({ provider, ...(!isOwnName && { name: suggestName(provider) }) });
  };

  const save = (saveUnchecked: boolean) => {
    if (create.isPending || !state.passes(true)) return;
    create.mutate(toCreateRequest(draft, saveUnchecked), {
      onSuccess: ({ account }) => {
        toast.success(t("created", { name: account.name }));
        onCreated(account);
      },
      onError: state.fail,
    });
  };

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    save(false);
  };

  const baseUrlField = (
    <TextField
      state={state}
      field="baseUrl"
      label={tAccounts("field.baseUrl")}
      hint={
        isCustom
          ? tAccounts("field.baseUrlHint")
          : tAccounts("field.baseUrlOverrideHint", { url: preset.baseUrl ?? "" })
      }
      required={isCustom}
      placeholder={preset.baseUrl ?? "https://api.example.com"}
      inputMode="url"
    />
  );

  return (
    <Panel label={t("label")}>
      {/* Without script this would be sent to nowhere: no field has a name. */}
      <form ref={state.form} noValidate method="post" onSubmit={submit} className="grid gap-6 pt-1">
        <ProviderPicker value={draft.provider} onChange={chooseProvider} />
        <div className="grid gap-5">
          <div className="grid gap-4 sm:grid-cols-2">
            {isCustom && baseUrlField}
            {isCustom && (
              <TextField
                state={state}
                field="unit"
                label={tAccounts("field.unit")}
                hint={tAccounts("field.unitHint")}
                placeholder={tAccounts("unit.points")}
              />
            )}
            <TextField
              state={state}
              field="name"
              label={tAccounts("field.name")}
              hint={tAccounts("field.nameHint")}
              required
            />
            <KeyField
              value={draft.clientKey}
              onValueChange={(clientKey) => change({ clientKey })}
              hint={tAccounts("field.keyHint", { provider: preset.name })}
              error={problemText(problems.clientKey)}
            />
          </div>
          <fieldset className="min-w-0">
            <legend className="mb-3 flex w-full items-baseline justify-between border-t pt-4 font-medium">
              {t("thresholds")}
              <span className="font-normal text-muted text-xs">{t("optional")}</span>
            </legend>
            <ThresholdFields state={state} unitName={unitName(draft.unit.trim() || (preset.unit ?? "units"))} />
          </fieldset>
        </div>
        {!isCustom && (
          <details
            open={isAdvanced || problems.baseUrl !== undefined}
            onToggle={(event) => setAdvanced(event.currentTarget.open)}
            className="group"
          >
            <summary className="w-fit cursor-pointer rounded-md font-medium text-muted hover:text-foreground">
              {t("advanced")}
            </summary>
            <div className="max-w-xl pt-3">{baseUrlField}</div>
          </details>
        )}
        <SaveFailureNotice
          failure={failure}
          providerName={preset.name}
          onSaveUnchecked={() => save(true)}
          saving={create.isPending && create.variables.saveUnchecked === true}
        />
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button type="submit" variant="primary" loading={create.isPending && !create.variables.saveUnchecked}>
            {create.isPending && !create.variables.saveUnchecked
              ? tAccounts("checking", { provider: preset.name })
              : t("submit")}
          </Button>
          <p className="text-muted text-xs">{t("note")}</p>
        </div>
      </form>
    </Panel>
  );
}
