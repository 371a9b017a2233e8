"use client";

import { X } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Select } from "@/components/ui/select";
import { offerCodes } from "@/lib/client/errors/error-filter";
import { useErrorFrequency } from "@/lib/client/errors/errors";
import type { useErrorFilter } from "@/lib/client/errors/use-error-filter";
import { origin } from "@/lib/contracts/common";
import { PERIOD_IDS } from "@/lib/domain/period";

const ORIGINS = ["any", ...origin.options] as const;

type ErrorFiltersProps = {
  filter: ReturnType<typeof useErrorFilter>;
  /** The label of the chosen proxy key, where an error on the page tells it. */
  keyLabel: string | null;
};

/** The filters of the error log. Each code that has been listed is on offer, those of Banwatch's own answers too. */
export function ErrorFilters({
  filter,
  keyLabel,
  listedCodes,
}: ErrorFiltersProps & { listedCodes: readonly string[] }) {
  const t = useTranslations("errors.filter");
  const words = useTranslations("errors.origin");
  const periods = useTranslations("overview.period");
  const { period, state, accounts, accountName, missingAccount, changed, change } = filter;
  const { data } = useErrorFrequency({ period });
  const codes = offerCodes(data?.codes ?? [], listedCodes, state.code);
  return (
    <search aria-label={t("label")} className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2 xl:flex-nowrap">
        <SegmentedControl
          label={periods("label")}
          value={period}
          onValueChange={filter.choosePeriod}
          segments={PERIOD_IDS.map((value) => ({ value, label: periods(value) }))}
        />
        <Select
          aria-label={t("code")}
          value={state.code ?? ""}
          onChange={(event) => change({ code: event.target.value || null })}
          className="w-full sm:w-72 xl:min-w-0 xl:shrink"
        >
          <option value="">{t("allCodes")}</option>
          {codes.map(({ code, errors }) => (
            <option key={code} value={code}>
              {errors === null ? code : t("codeCount", { code, count: errors })}
            </option>
          ))}
        </Select>
        <Select
          aria-label={t("account")}
          value={accountName ?? ""}
          onChange={(event) => change({ account: event.target.value || null, key: null })}
          className="min-w-40 flex-1 sm:w-48 sm:flex-none xl:min-w-0 xl:shrink"
        >
          <option value="">{t("allAccounts")}</option>
          {accounts.length === 0 && accountName !== null && <option value={accountName}>{accountName}</option>}
          {accounts.map(({ id, name, archivedAtMs }) => (
            <option key={id} value={name}>
              {archivedAtMs === null ? name : t("archived", { name })}
            </option>
          ))}
        </Select>
        <KeySelect filter={filter} keyLabel={keyLabel} />
        <Select
          aria-label={t("origin")}
          value={state.origin ?? ""}
          onChange={(event) => change({ origin: ORIGINS.find((value) => value === event.target.value) ?? null })}
          className="min-w-40 flex-1 sm:w-52 sm:flex-none xl:min-w-0 xl:shrink"
        >
          <option value="">{t("notHeld")}</option>
          <option value="any">{t("allOrigins")}</option>
          {origin.options.map((value) => (
            <option key={value} value={value}>
              {words(value)}
            </option>
          ))}
        </Select>
        {changed && (
          <Button variant="ghost" onClick={filter.reset}>
            {t("reset")}
          </Button>
        )}
      </div>
      {state.key !== null && filter.keys.length === 0 && (
        <KeyChip label={keyLabel ?? t("unnamedKey", { id: state.key })} onRemove={() => change({ key: null })} />
      )}
      <RangeChip fromMs={state.fromMs} toMs={state.toMs} onRemove={() => change({ fromMs: null, toMs: null })} />
      {missingAccount !== null && (
        <p role="status" className="wrap-anywhere text-warning">
          {t("noSuchAccount", { name: missingAccount })}
        </p>
      )}
    </search>
  );
}

/** The proxy keys of the account, and the one being asked for. Without any it is not there. */
function KeySelect({ filter, keyLabel }: ErrorFiltersProps) {
  const t = useTranslations("errors.filter");
  const { keys, state, change } = filter;
  if (filter.keysNeedAccount && state.key === null) {
    return (
      <Select aria-label={t("key")} disabled className="min-w-40 flex-1 sm:w-48 sm:flex-none xl:min-w-0 xl:shrink">
        <option>{t("keyNeedsAccount")}</option>
      </Select>
    );
  }
  if (keys.length === 0) return null;
  const isOffered = state.key === null || keys.some(({ proxyKeyId }) => proxyKeyId === state.key);
  return (
    <Select
      aria-label={t("key")}
      value={state.key ?? ""}
      onChange={(event) => change({ key: event.target.value || null })}
      className="min-w-40 flex-1 sm:w-48 sm:flex-none xl:min-w-0 xl:shrink"
    >
      <option value="">{t("allKeys")}</option>
      {!isOffered && state.key !== null && (
        <option value={state.key}>{keyLabel ?? t("unnamedKey", { id: state.key })}</option>
      )}
      {keys.map(({ proxyKeyId, label, revoked }) => (
        <option key={proxyKeyId} value={proxyKeyId ?? ""}>
          {revoked ? t("revokedKey", { label: label ?? "" }) : label}
        </option>
      ))}
    </Select>
  );
}

function KeyChip({ label, onRemove }: { label: string; onRemove: () => void }) {
  const t = useTranslations("errors.filter");
  return (
    <button
      type="button"
      aria-label={t("removeKey", { label })}
      title={t("removeKey", { label })}
      onClick={onRemove}
      className="inline-flex h-7 max-w-full items-center gap-1.5 self-start rounded-full bg-accent-soft pr-1.5 pl-3 font-medium text-accent text-xs hover:bg-hover"
    >
      <span className="truncate">{label}</span>
      <X aria-hidden className="size-4 shrink-0" />
    </button>
  );
}

function RangeChip({ fromMs, toMs, onRemove }: { fromMs: number | null; toMs: number | null; onRemove: () => void }) {
  const t = useTranslations("errors.filter");
  const formatter = useFormatter();
  if (fromMs === null || toMs === null) return null;
  const range = formatter.dateTimeRange(new Date(fromMs), new Date(toMs), "dateTime");
  return (
    // Server and browser agree on the zone, yet their ICU data may differ in a space.
    <button
      type="button"
      suppressHydrationWarning
      aria-label={t("removeRange", { range })}
      title={t("removeRange", { range })}
      onClick={onRemove}
      className="inline-flex h-7 items-center gap-1.5 self-start rounded-full bg-accent-soft pr-1.5 pl-3 font-medium text-accent text-xs tabular-nums hover:bg-hover"
    >
      <span suppressHydrationWarning>{range}</span>
      <X aria-hidden className="size-4" />
    </button>
  );
}
