"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useRuleName } from "@/components/alert-rules/use-rule-name";
import { CodeText } from "@/components/errors/code-name";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { Instant } from "@/components/ui/instant";
import { Panel } from "@/components/ui/panel";
import type { Incident } from "@/lib/contracts/incidents";
import { useEndText } from "./use-end-text";
import { useMeasureText } from "./use-measure-text";

/** What was recorded of an incident. What it has nothing to do with is left out. */
export function IncidentFacts({ incident }: { incident: Incident }) {
  const t = useTranslations("alerts");
  const rules = useTranslations("alert-rules");
  const endText = useEndText();
  const measure = useMeasureText()(incident);
  const rule = useRuleName()(incident);
  const { facts, kind, ruleId, openedAtMs, resolvedAtMs, acknowledged, snoozed } = incident;
  const { providerName, providerHost, account, code, description } = facts;
  return (
    <Panel label={t("facts.label")}>
      <DescriptionList className="-mt-2 -mb-1">
        <DescriptionItem term={t("facts.what")}>{rules(`kind.${kind}.name`)}</DescriptionItem>
        {providerName !== null && (
          <DescriptionItem term={t("facts.provider")}>
            {providerName}
            {providerHost !== null && <span className="block text-muted text-xs">{providerHost}</span>}
          </DescriptionItem>
        )}
        <Fact term={t("facts.account")}>{account}</Fact>
        {facts.subject.name !== account && facts.subject.name !== providerHost && facts.subject.name !== code && (
          <Fact term={t(`subject.${facts.subject.kind}`)}>{facts.subject.name}</Fact>
        )}
        {code !== null && (
          <DescriptionItem term={t("facts.code")}>
            <CodeText code={code} />
            {description !== null && description !== "" && (
              <bdi className="mt-0.5 block text-muted text-xs">{description}</bdi>
            )}
          </DescriptionItem>
        )}
        {kind === "channel-failing" && description !== null && description !== "" && (
          <DescriptionItem term={t("facts.answer")}>
            <bdi className="wrap-anywhere">{description}</bdi>
          </DescriptionItem>
        )}
        {measure !== null && (
          <DescriptionItem term={t("facts.measured")}>
            {measure.value}
            {measure.limit !== null && <span className="block text-muted text-xs">{measure.limit}</span>}
          </DescriptionItem>
        )}
        <DescriptionItem term={t("facts.opened")}>
          <Instant atMs={openedAtMs} className="whitespace-normal" />
        </DescriptionItem>
        {acknowledged !== null && (
          <DescriptionItem term={t("facts.acknowledged")}>
            {acknowledged.by}
            <Instant atMs={acknowledged.atMs} className="block whitespace-normal text-muted text-xs" />
          </DescriptionItem>
        )}
        {snoozed !== null && resolvedAtMs === null && (
          <DescriptionItem term={t("facts.snoozed")}>
            <Instant atMs={snoozed.untilMs} className="whitespace-normal" />
            <span className="block text-muted text-xs">{`${snoozed.by}: ${snoozed.reason}`}</span>
          </DescriptionItem>
        )}
        {resolvedAtMs !== null && (
          <DescriptionItem term={t("facts.resolved")}>
            <Instant atMs={resolvedAtMs} className="whitespace-normal" />
            <span className="block text-muted text-xs">{endText(incident)}</span>
            {incident.resolveReason !== null && (
              <span className="block text-muted text-xs">{incident.resolveReason}</span>
            )}
          </DescriptionItem>
        )}
        <DescriptionItem term={t("facts.rule")}>
          {ruleId === null ? (
            t("facts.deletedRule", { rule })
          ) : (
            <Link href="/alerts/rules" className="rounded-sm font-medium text-accent hover:underline">
              {rule}
            </Link>
          )}
        </DescriptionItem>
      </DescriptionList>
    </Panel>
  );
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return children !== null && <DescriptionItem term={term}>{children}</DescriptionItem>;
}
