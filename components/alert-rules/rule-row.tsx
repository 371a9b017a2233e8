"use client";

import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { ProvisionedBadge } from "@/components/ui/provisioned-badge";
import { useAllows } from "@/lib/client/session/viewer";
import type { AlertRule } from "@/lib/contracts/alert-rules";
import { RuleActions, type RuleCommand } from "./rule-actions";
import { RuleState } from "./rule-state";
import { RuleSwitch } from "./rule-switch";
import { SeverityBadge } from "./severity-badge";
import { useRuleName } from "./use-rule-name";
import { useAudienceSentence, useRuleSentence } from "./use-rule-words";

type RuleRowProps = { rule: AlertRule; onCommand: (command: RuleCommand, rule: AlertRule) => void };

/** One rule: whether it is on, what it says, how it stands, and what can be done with it. */
export function RuleRow({ rule, onCommand }: RuleRowProps) {
  const t = useTranslations("alert-rules");
  const mayChange = useAllows("admin");
  const sentence = useRuleSentence();
  const audience = useAudienceSentence();
  const name = useRuleName()(rule);
  const { severity, enabled, provisioned } = rule;
  const calm = !enabled && "opacity-75";
  return (
    <li
      className={cn(
        "grid gap-x-4 gap-y-2 px-4 py-3 transition-colors hover:bg-hover/60",
        mayChange ? "grid-cols-[auto_minmax(0,1fr)]" : "grid-cols-1",
        mayChange
          ? "@3xl:grid-cols-[auto_minmax(0,56rem)_minmax(11rem,1fr)_6rem]"
          : "@3xl:grid-cols-[minmax(0,56rem)_minmax(11rem,1fr)]",
      )}
    >
      {mayChange && <RuleSwitch rule={rule} />}
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <bdi className={cn("wrap-anywhere font-medium", calm)}>{name}</bdi>
          <SeverityBadge severity={severity} />
          {!enabled && <Badge>{t("paused")}</Badge>}
          {provisioned && <ProvisionedBadge />}
        </p>
        <p className={cn("wrap-anywhere mt-0.5 max-w-[85ch]", calm)}>{sentence(rule)}</p>
        {audience(rule).map((line) => (
          <p key={line} className="wrap-anywhere mt-0.5 max-w-[85ch] text-muted text-xs">
            {line}
          </p>
        ))}
      </div>
      <div className={cn("flex items-center justify-between gap-4 @3xl:contents", mayChange && "col-start-2")}>
        <RuleState rule={rule} />
        {mayChange && <RuleActions rule={rule} onCommand={onCommand} />}
      </div>
    </li>
  );
}
