"use client";

import { Copy, type LucideIcon, Pencil, RotateCcw, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import type { AlertRule } from "@/lib/contracts/alert-rules";
import { isSelfKind } from "@/lib/domain/alert-rules/kinds";
import { useRuleName } from "./use-rule-name";

export type RuleCommand = "edit" | "duplicate" | "reset" | "delete";

const ICONS: Readonly<Record<RuleCommand, LucideIcon>> = {
  edit: Pencil,
  duplicate: Copy,
  reset: RotateCcw,
  delete: Trash2,
};

/** Built-in rules are put back, not deleted; of those by which Banwatch watches itself there is one each. */
function commandsOf({ provisioned, isDefault, when }: AlertRule): readonly RuleCommand[] {
  const duplicate = isSelfKind(when) ? [] : (["duplicate"] as const);
  if (provisioned) return duplicate;
  return ["edit", ...duplicate, isDefault || isSelfKind(when) ? "reset" : "delete"];
}

type RuleActionsProps = { rule: AlertRule; onCommand: (command: RuleCommand, rule: AlertRule) => void };

export function RuleActions({ rule, onCommand }: RuleActionsProps) {
  const t = useTranslations("alert-rules.action");
  const name = useRuleName()(rule);
  return (
    <div className="-mr-1.5 flex shrink-0 gap-0.5 empty:hidden @3xl:-mt-0.5 @3xl:justify-end @3xl:justify-self-end">
      {commandsOf(rule).map((command) => (
        <IconButton
          key={command}
          icon={ICONS[command]}
          size="sm"
          label={t("of", { action: t(command), name })}
          title={t(command)}
          onClick={() => onCommand(command, rule)}
          className={cn(command === "delete" && "hover:text-critical")}
        />
      ))}
    </div>
  );
}
