"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import type { useIncidentFilter } from "@/lib/client/alerts/use-incident-filter";
import { RULE_KINDS, SEVERITIES } from "@/lib/domain/alert-rules/kinds";

/** Narrows the history to a kind of alert and to how bad it was. */
export function HistoryFilters({ filter }: { filter: ReturnType<typeof useIncidentFilter> }) {
  const t = useTranslations("alerts");
  const rules = useTranslations("alert-rules");
  const { state, narrowed, change, reset } = filter;
  return (
    <search aria-label={t("history.filters")} className="flex flex-wrap items-center gap-2 px-4 pb-3">
      <Select
        aria-label={t("history.kind")}
        value={state.kind ?? ""}
        onChange={(event) => change({ kind: RULE_KINDS.find((kind) => kind === event.target.value) ?? null })}
        className="min-w-0 flex-1 basis-32 sm:w-60 sm:flex-none"
      >
        <option value="">{t("history.allKinds")}</option>
        {RULE_KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {rules(`kind.${kind}.name`)}
          </option>
        ))}
      </Select>
      <Select
        aria-label={t("history.severity")}
        value={state.severity ?? ""}
        onChange={(event) => change({ severity: SEVERITIES.find((one) => one === event.target.value) ?? null })}
        className="min-w-0 flex-1 basis-32 sm:w-44 sm:flex-none"
      >
        <option value="">{t("history.allSeverities")}</option>
        {SEVERITIES.map((severity) => (
          <option key={severity} value={severity}>
            {rules(`severity.${severity}`)}
          </option>
        ))}
      </Select>
      {narrowed && (
        <Button variant="ghost" onClick={reset}>
          {t("history.reset")}
        </Button>
      )}
    </search>
  );
}
