"use client";

import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useAccounts } from "@/lib/client/accounts/accounts";
import { toExpiresAtMs } from "@/lib/client/settings/expiry";
import { usePeople } from "@/lib/client/settings/people";
import { checkProxyKeyDraft, type ProxyKeyDraft, toCreateProxyKeyRequest } from "@/lib/client/settings/proxy-key-form";
import { useCreateProxyKey, useProxyKeys } from "@/lib/client/settings/proxy-keys";
import { useDraft } from "@/lib/client/settings/use-draft";
import type { CreateProxyKeyResponse } from "@/lib/contracts/proxy-keys";
import { ExpiryPicker } from "./expiry-picker";
import { FormDialog } from "./form-dialog";
import { MethodPicker } from "./method-picker";
import { useProblemText } from "./use-problem-text";

type IssueKeyDialogProps = { onMade: (made: CreateProxyKeyResponse) => void; onClose: () => void };

/** Issues a key for one account. */
export function IssueKeyDialog({ onMade, onClose }: IssueKeyDialogProps) {
  const t = useTranslations("settings.keys");
  const problemText = useProblemText();
  const accounts = (useAccounts().data?.accounts ?? []).filter(({ archivedAtMs }) => archivedAtMs === null);
  const people = usePeople().data?.people ?? [];
  const clock = useProxyKeys().data;
  const create = useCreateProxyKey();
  const { draft, problems, failure, form, change, passes, fail } = useDraft<ProxyKeyDraft>(
    () => ({
      accountId: accounts.length === 1 ? (accounts[0]?.id ?? "") : "",
      label: "",
      personId: "",
      methods: null,
      callsPerMinute: "",
      expiry: "never",
    }),
    checkProxyKeyDraft,
  );

  const save = () => {
    if (!passes() || clock === undefined) return;
    const expiresAtMs = toExpiresAtMs(draft.expiry, clock, performance.now());
    create.mutate(toCreateProxyKeyRequest(draft, expiresAtMs), { onSuccess: onMade, onError: fail });
  };

  return (
    <FormDialog
      title={t("dialog.title")}
      description={t("dialog.description")}
      submitLabel={t("dialog.submit")}
      form={form}
      failure={failure}
      pending={create.isPending}
      onSubmit={save}
      onClose={onClose}
    >
      <Field label={t("dialog.account")} error={problemText(problems.accountId)} required>
        {(control) => (
          <Select {...control} value={draft.accountId} onChange={(event) => change({ accountId: event.target.value })}>
            <option value="">{t("dialog.choose")}</option>
            {accounts.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <Field label={t("dialog.label")} hint={t("dialog.labelHint")} error={problemText(problems.label)} required>
        {(control) => (
          <Input
            {...control}
            value={draft.label}
            onChange={(event) => change({ label: event.target.value })}
            autoComplete="off"
          />
        )}
      </Field>
      <Field label={t("dialog.belongsTo")} hint={t("dialog.belongsToHint")} error={problemText(problems.personId)}>
        {(control) => (
          <Select {...control} value={draft.personId} onChange={(event) => change({ personId: event.target.value })}>
            <option value="">{t("program")}</option>
            {people.map(({ id, name, email }) => (
              <option key={id} value={id}>
                {`${name} (${email})`}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <MethodPicker
        value={draft.methods}
        onValueChange={(methods) => change({ methods })}
        error={problemText(problems.methods)}
      />
      <div className="grid gap-5 sm:grid-cols-2">
        <Field label={t("dialog.limit")} hint={t("dialog.limitHint")} error={problemText(problems.callsPerMinute)}>
          {(control) => (
            <Input
              {...control}
              value={draft.callsPerMinute}
              onChange={(event) => change({ callsPerMinute: event.target.value })}
              inputMode="numeric"
              autoComplete="off"
              className="tabular-nums"
            />
          )}
        </Field>
        <ExpiryPicker value={draft.expiry} onValueChange={(expiry) => change({ expiry })} />
      </div>
    </FormDialog>
  );
}
