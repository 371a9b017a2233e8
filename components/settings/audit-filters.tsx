"use client";

import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Select } from "@/components/ui/select";
import { AUDIT_KINDS } from "@/lib/client/settings/audit-filter";
import { usePeople } from "@/lib/client/settings/people";
import { useTokens } from "@/lib/client/settings/tokens";
import type { useAuditFilter } from "@/lib/client/settings/use-audit-filter";
import type { AuditEvent } from "@/lib/contracts/audit";
import { PERIOD_IDS } from "@/lib/domain/period";
import { useAuditNames } from "./use-audit-names";

type AuditFiltersProps = {
  filter: ReturnType<typeof useAuditFilter>;
  /** What is shown: it names whoever is there no more. */
  events: readonly AuditEvent[];
};

/** The filters of the audit log. */
export function AuditFilters({ filter, events }: AuditFiltersProps) {
  const t = useTranslations("settings.audit");
  const periods = useTranslations("overview.period");
  const { state, narrowed, change, reset } = filter;
  const names = useAuditNames();
  const target = events.find(({ targetId }) => targetId === state.target);
  const targetName = (target && names.target(target)) ?? state.target;
  return (
    <search aria-label={t("filter.label")} className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <SegmentedControl
          label={t("filter.period")}
          value={state.period ?? "all"}
          onValueChange={(period) => change({ period: period === "all" ? null : period })}
          segments={[
            ...PERIOD_IDS.map((value) => ({ value, label: periods(value) })),
            { value: "all" as const, label: t("filter.all") },
          ]}
        />
        <Select
          aria-label={t("filter.action")}
          value={state.action ?? ""}
          onChange={(event) => change({ action: event.target.value || null })}
          className="min-w-44 flex-1 sm:w-64 sm:flex-none"
        >
          <option value="">{t("filter.allActions")}</option>
          {AUDIT_KINDS.map(({ kind, actions }) => (
            <optgroup key={kind} label={t(`kind.${kind}`)}>
              <option value={kind}>{t("filter.kind", { kind: t(`kind.${kind}`) })}</option>
              {actions.map((action) => (
                <option key={action} value={action}>
                  {t(`action.${action}`)}
                </option>
              ))}
            </optgroup>
          ))}
        </Select>
        <ActorSelect actor={state.actor} events={events} onChange={(actor) => change({ actor })} />
        {narrowed && (
          <Button variant="ghost" onClick={reset}>
            {t("filter.reset")}
          </Button>
        )}
      </div>
      {state.target !== null && (
        <button
          type="button"
          aria-label={t("filter.removeTarget", { name: targetName ?? "" })}
          title={t("filter.removeTarget", { name: targetName ?? "" })}
          onClick={() => change({ target: null })}
          className="inline-flex h-7 max-w-full items-center gap-1.5 self-start rounded-full bg-accent-soft pr-1.5 pl-3 font-medium text-accent text-xs hover:bg-hover"
        >
          <span className="truncate">{t("filter.target", { name: targetName ?? "" })}</span>
          <X aria-hidden className="size-4 shrink-0" />
        </button>
      )}
    </search>
  );
}

type ActorSelectProps = {
  actor: string | null;
  events: readonly AuditEvent[];
  onChange: (actor: string | null) => void;
};

/** People and tokens by name. Whoever is gone can still be asked for by the address, and keeps the name of then. */
function ActorSelect({ actor, events, onChange }: ActorSelectProps) {
  const t = useTranslations("settings.audit.filter");
  const people = usePeople().data?.people ?? [];
  const tokens = useTokens().data?.tokens ?? [];
  const isOffered = actor === null || [...people, ...tokens].some(({ id }) => id === actor);
  const formerName = events.find(({ actorId }) => actorId === actor)?.actorName ?? actor;
  return (
    <Select
      aria-label={t("actor")}
      value={actor ?? ""}
      onChange={(event) => onChange(event.target.value || null)}
      className="min-w-40 flex-1 sm:w-56 sm:flex-none"
    >
      <option value="">{t("allActors")}</option>
      {people.length > 0 && (
        <optgroup label={t("people")}>
          {people.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </optgroup>
      )}
      {tokens.length > 0 && (
        <optgroup label={t("tokens")}>
          {tokens.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </optgroup>
      )}
      {!isOffered && actor !== null && (
        <optgroup label={t("other")}>
          <option value={actor}>{formerName}</option>
        </optgroup>
      )}
    </Select>
  );
}
