"use client";

import { useTimeZone, useTranslations } from "next-intl";
import { type SubmitEvent, useId } from "react";
import { EditorSection } from "@/components/alert-rules/editor-section";
import { PickList } from "@/components/alert-rules/pick-list";
import { FormFailure } from "@/components/settings/form-failure";
import { Field } from "@/components/ui/field";
import { focusFirst } from "@/components/ui/focus-first";
import { FormButtons } from "@/components/ui/form-buttons";
import { Input } from "@/components/ui/input";
import { Sheet } from "@/components/ui/sheet";
import { toast } from "@/components/ui/toaster";
import { useAccounts } from "@/lib/client/accounts/accounts";
import { listScopeProviders } from "@/lib/client/alert-rules/scope-providers";
import { readServerNow } from "@/lib/client/clock/server-clock";
import {
  newMaintenanceDraft,
  toMaintenanceChanges,
  toMaintenanceDraft,
  toMaintenanceRequest,
} from "@/lib/client/maintenance/maintenance-form";
import { useCreateMaintenance, useMaintenances, useUpdateMaintenance } from "@/lib/client/maintenance/maintenances";
import { type MaintenanceDraftState, useMaintenanceDraft } from "@/lib/client/maintenance/use-maintenance-draft";
import type { Maintenance } from "@/lib/contracts/maintenance";
import { ScheduleFields } from "./schedule-fields";
import { SchedulePreview } from "./schedule-preview";
import { useMaintenanceProblem } from "./use-maintenance-problem";

type MaintenanceEditorProps = {
  /** Null plans a new one. */
  from: Maintenance | null;
  onClose: () => void;
};

/** Plans or changes a maintenance, and shows the next times before anything is saved. */
export function MaintenanceEditor({ from, onClose }: MaintenanceEditorProps) {
  const t = useTranslations("alert-rules.maintenance.editor");
  const formId = useId();
  const viewerZone = useTimeZone() ?? "UTC";
  const clock = useMaintenances().data;
  const create = useCreateMaintenance();
  const update = useUpdateMaintenance();
  const pending = create.isPending || update.isPending;
  const state = useMaintenanceDraft(() => {
    const nowMs = clock === undefined ? 0 : readServerNow(clock, performance.now());
    return from === null ? newMaintenanceDraft(nowMs, viewerZone) : toMaintenanceDraft(from, nowMs, viewerZone);
  });

  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (pending || !state.passes()) return;
    const request = toMaintenanceRequest(state.draft);
    if (request === null) return;
    const done = (words: "created" | "saved") => ({
      onSuccess: () => {
        toast.success(t(words, { name: request.name }));
        onClose();
      },
      onError: state.fail,
    });
    if (from === null) return create.mutate(request, done("created"));
    const changes = toMaintenanceChanges(from, request);
    if (Object.keys(changes).length === 0) return onClose();
    update.mutate({ id: from.id, changes }, done("saved"));
  };

  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      unsaved={state.isChanged}
      title={from === null ? t("new") : t("edit", { name: from.name })}
      footer={<FormButtons formId={formId} submitLabel={t(from === null ? "create" : "save")} pending={pending} />}
    >
      <form ref={state.form} id={formId} noValidate method="post" onSubmit={submit} className="grid gap-5">
        <div ref={focusFirst} className="contents">
          <NameField state={state} />
        </div>
        <ScheduleFields state={state} />
        <SchedulePreview draft={state.draft} />
        <ScopeFields state={state} />
        <FormFailure message={state.failure} />
      </form>
    </Sheet>
  );
}

function NameField({ state: { draft, problems, change } }: { state: MaintenanceDraftState }) {
  const t = useTranslations("alert-rules.maintenance.editor");
  const problem = useMaintenanceProblem();
  return (
    <Field label={t("name")} hint={t("nameHint")} error={problem(problems.name)} required>
      {(control) => (
        <Input
          {...control}
          value={draft.name}
          onChange={(event) => change({ name: event.target.value })}
          autoComplete="off"
        />
      )}
    </Field>
  );
}

/** What is quiet: everything, or what is of the accounts and providers that are ticked. */
function ScopeFields({ state: { draft, problems, change } }: { state: MaintenanceDraftState }) {
  const t = useTranslations("alert-rules.maintenance.editor");
  const tEditor = useTranslations("alert-rules.editor");
  const problem = useMaintenanceProblem();
  const accounts = useAccounts().data?.accounts ?? [];
  const { accountIds, providers } = draft;
  return (
    <EditorSection title={t("scope")}>
      <PickList
        label={t("accounts")}
        value={accountIds}
        onValueChange={(ids) => change({ accountIds: ids })}
        options={accounts.map(({ id, name, archivedAtMs }) => ({
          id,
          name: archivedAtMs === null ? name : tEditor("archived", { name }),
        }))}
        error={problem(problems.accountIds)}
      />
      <PickList
        label={t("providers")}
        value={providers}
        onValueChange={(ids) => change({ providers: ids })}
        options={listScopeProviders(accounts)}
        error={problem(problems.providers)}
      />
      <p className="text-muted text-xs">{t(accountIds !== null && providers !== null ? "bothScopes" : "scopeHint")}</p>
    </EditorSection>
  );
}
