"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { groupRules } from "@/lib/client/alert-rules/rule-groups";
import type { AlertRule } from "@/lib/contracts/alert-rules";
import type { RuleCommand } from "./rule-actions";
import { RuleRow } from "./rule-row";

type RuleListProps = { rules: readonly AlertRule[]; onCommand: (command: RuleCommand, rule: AlertRule) => void };

/** The rules by what they are about. */
export function RuleList({ rules, onCommand }: RuleListProps) {
  const t = useTranslations("alert-rules.group");
  const id = useId();
  return (
    <div className="@container">
      {groupRules(rules).map(({ group, rules: ofGroup }) => (
        <section key={group} aria-labelledby={`${id}-${group}`}>
          <h3
            id={`${id}-${group}`}
            className="flex h-9 items-center border-y bg-background px-4 font-medium text-muted text-xs"
          >
            {t(group)}
          </h3>
          <ul className="divide-y">
            {ofGroup.map((rule) => (
              <RuleRow key={rule.id} rule={rule} onCommand={onCommand} />
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
