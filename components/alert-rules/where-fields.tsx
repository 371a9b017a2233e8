"use client";

import { useTranslations } from "next-intl";
import { useAccounts } from "@/lib/client/accounts/accounts";
import { listScopeProviders } from "@/lib/client/alert-rules/scope-providers";
import type { RuleDraftState } from "@/lib/client/alert-rules/use-rule-draft";
import { useProxyKeys } from "@/lib/client/settings/proxy-keys";
import { ruleKindFacts } from "@/lib/domain/alert-rules/kinds";
import { DOCUMENTED_CODES } from "@/lib/domain/catalogue";
import { EditorSection } from "./editor-section";
import { PickList } from "./pick-list";
import { useRuleProblem } from "./use-rule-problem";

const CODES = DOCUMENTED_CODES.map((code) => ({ id: code, name: code }));

/** What a rule is narrowed to, as far as its kind can be. */
export function WhereFields({ state }: { state: RuleDraftState }) {
  const t = useTranslations("alert-rules.editor");
  const { draft, problems, change } = state;
  const problem = useRuleProblem();
  const accounts = useAccounts().data?.accounts ?? [];
  const { scope } = ruleKindFacts(draft.when);
  return (
    <EditorSection title={t("where")}>
      {scope.length === 0 && <p className="text-muted">{t("everywhere")}</p>}
      {scope.includes("accounts") && (
        <PickList
          label={t("scope.accounts")}
          value={draft.accountIds}
          onValueChange={(accountIds) => change({ accountIds })}
          options={accounts.map(({ id, name, archivedAtMs }) => ({
            id,
            name: archivedAtMs === null ? name : t("archived", { name }),
          }))}
          error={problem(problems.accountIds)}
        />
      )}
      {scope.includes("providers") && (
        <PickList
          label={t("scope.providers")}
          value={draft.providers}
          onValueChange={(providers) => change({ providers })}
          options={listScopeProviders(accounts)}
          error={problem(problems.providers)}
        />
      )}
      {scope.includes("codes") && (
        <PickList
          label={t("scope.codes")}
          value={draft.codes}
          onValueChange={(codes) => change({ codes })}
          options={CODES}
          takesOthers
          mono
          error={problem(problems.codes)}
        />
      )}
      {scope.includes("proxyKeys") && <ProxyKeyPicker state={state} />}
    </EditorSection>
  );
}

/** Of its own, so that keys are asked for only where a rule can be narrowed to them. */
function ProxyKeyPicker({ state: { draft, problems, change } }: { state: RuleDraftState }) {
  const t = useTranslations("alert-rules.editor");
  const problem = useRuleProblem();
  const keys = useProxyKeys().data?.keys ?? [];
  return (
    <PickList
      label={t("scope.proxyKeys")}
      value={draft.proxyKeyIds}
      onValueChange={(proxyKeyIds) => change({ proxyKeyIds })}
      options={keys
        .filter(({ state, id }) => state === "active" || draft.proxyKeyIds?.includes(id))
        .map(({ id, label, account }) => ({ id, name: `${label} · ${account}` }))}
      error={problem(problems.proxyKeyIds)}
    />
  );
}
