"use client";

import { useTranslations } from "next-intl";
import { Switch } from "@/components/ui/switch";
import { toast } from "@/components/ui/toaster";
import { useUpdateRule } from "@/lib/client/alert-rules/rules";
import type { AlertRule } from "@/lib/contracts/alert-rules";
import { useRuleName } from "./use-rule-name";

/** Pauses a rule, or puts it back to work; at once. */
export function RuleSwitch({ rule }: { rule: AlertRule }) {
  const t = useTranslations("alert-rules");
  const update = useUpdateRule();
  const name = useRuleName()(rule);
  const { id, enabled, provisioned } = rule;
  const toggle = (on: boolean) => {
    if (update.isPending) return;
    update.mutate(
      { id, changes: { enabled: on } },
      {
        onSuccess: () => toast.success(t(on ? "resumedDone" : "pausedDone", { name })),
        onError: (error) => toast.error(t("changeFailed", { name }), { description: error.message }),
      },
    );
  };
  return (
    <Switch
      checked={update.isPending ? update.variables.changes.enabled === true : enabled}
      disabled={provisioned}
      onCheckedChange={toggle}
      aria-label={t("on", { name })}
      aria-description={provisioned ? t("provisionedWhy") : undefined}
    />
  );
}
