"use client";

import { ListChecks, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useCommand } from "@/components/settings/use-command";
import { Button } from "@/components/ui/button";
import { Panel, PanelEmpty, PanelFailure, PanelSkeleton } from "@/components/ui/panel";
import { useRules } from "@/lib/client/alert-rules/rules";
import { useAllows } from "@/lib/client/session/viewer";
import type { AlertRule } from "@/lib/contracts/alert-rules";
import { DeleteRuleDialog } from "./delete-rule-dialog";
import { ResetRuleDialog } from "./reset-rule-dialog";
import type { RuleCommand } from "./rule-actions";
import { RuleEditor } from "./rule-editor";
import { RuleList } from "./rule-list";

type Window = { kind: RuleCommand; rule: AlertRule } | { kind: "new" };

/** What Banwatch tells people of, and by which channels. */
export function RulesView() {
  const { open, start, close } = useCommand<Window>();
  return (
    <>
      <Rules onNew={() => start({ kind: "new" })} onCommand={(kind, rule) => start({ kind, rule })} />
      {open?.kind === "new" && <RuleEditor from={null} onClose={close} />}
      {open?.kind === "edit" && <RuleEditor from={open.rule} onClose={close} />}
      {open?.kind === "duplicate" && <RuleEditor from={open.rule} asNew onClose={close} />}
      {open?.kind === "reset" && <ResetRuleDialog rule={open.rule} onClose={close} />}
      {open?.kind === "delete" && <DeleteRuleDialog rule={open.rule} onClose={close} />}
    </>
  );
}

type RulesProps = { onNew: () => void; onCommand: (command: RuleCommand, rule: AlertRule) => void };

function Rules({ onNew, onCommand }: RulesProps) {
  const t = useTranslations("alert-rules");
  const mayChange = useAllows("admin");
  const { data, error, isPending, isFetching, refetch } = useRules();

  if (isPending) return <PanelSkeleton label={t("title")} className="min-h-96" />;
  if (!data) return <PanelFailure title={t("loadFailed")} error={error} onRetry={refetch} retrying={isFetching} />;
  const create = mayChange && (
    <Button variant="primary" size={data.rules.length > 0 ? "sm" : "md"} onClick={onNew}>
      <Plus aria-hidden />
      {t("new")}
    </Button>
  );
  if (data.rules.length === 0) {
    return (
      <PanelEmpty icon={ListChecks} title={t("empty")} hint={t("emptyHint")} action={create} className="min-h-72" />
    );
  }
  return (
    <Panel label={t("label", { count: data.rules.length })} stale={error !== null} actions={create} flush>
      <RuleList rules={data.rules} onCommand={onCommand} />
    </Panel>
  );
}
