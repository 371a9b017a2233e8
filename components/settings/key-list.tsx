"use client";

import { Ban, ChartNoAxesColumn } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { buttonClasses } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { type RecordColumn, RecordList } from "@/components/ui/record-list";
import { errorsHref } from "@/lib/client/errors/error-filter";
import type { ProxyKey } from "@/lib/contracts/proxy-keys";
import { MadeBy, OptionalInstant, SecretName, StateBadge } from "./key-cells";
import { RowButton } from "./row-button";

type KeyListProps = {
  /** What the table lists. */
  label: string;
  keys: readonly ProxyKey[];
  onRevoke: (key: ProxyKey) => void;
};

export function KeyList({ label, keys, onRevoke }: KeyListProps) {
  const t = useTranslations("settings.keys");
  const tSettings = useTranslations("settings");
  const columns: readonly RecordColumn<ProxyKey>[] = [
    {
      key: "label",
      header: t("column.label"),
      part: "name",
      cell: (key) => (
        <SecretName
          name={key.label}
          last4={key.last4}
          ending={t("ending", { last4: key.last4 })}
          provisioned={key.provisioned}
        />
      ),
    },
    {
      key: "account",
      header: t("column.account"),
      cell: ({ account }) => <bdi className="wrap-anywhere">{account}</bdi>,
    },
    {
      key: "belongsTo",
      header: t("column.belongsTo"),
      cell: ({ person }) =>
        person === null ? (
          <span className="text-muted">{t("program")}</span>
        ) : (
          <bdi className="wrap-anywhere">{person}</bdi>
        ),
    },
    { key: "limits", header: t("column.limits"), part: "wide", cell: (key) => <KeyLimits proxyKey={key} /> },
    {
      key: "created",
      header: t("column.created"),
      cell: ({ createdAtMs, createdBy, provisioned }) => (
        <MadeBy atMs={createdAtMs} by={createdBy} provisioned={provisioned} />
      ),
    },
    {
      key: "lastUsed",
      header: t("column.lastUsed"),
      cell: ({ lastUsedAtMs }) => <OptionalInstant atMs={lastUsedAtMs} words={tSettings("notYet")} />,
    },
    {
      key: "state",
      header: t("column.state"),
      cell: ({ state, expiresAtMs }) => (
        <div>
          <StateBadge state={state} />
          <div suppressHydrationWarning className="mt-1 whitespace-nowrap text-muted text-xs">
            {expiresAtMs === null ? t("noExpiry") : t("until", { at: new Date(expiresAtMs) })}
          </div>
        </div>
      ),
    },
    {
      key: "actions",
      header: t("column.actions"),
      part: "actions",
      cell: (key) => <KeyActions proxyKey={key} onRevoke={onRevoke} />,
    },
  ];
  return <RecordList label={label} columns={columns} rows={keys} rowKey={({ id }) => id} />;
}

function KeyLimits({ proxyKey: { methods, callsPerMinute } }: { proxyKey: ProxyKey }) {
  const t = useTranslations("settings.keys.limits");
  if (methods === null && callsPerMinute === null) return <span className="text-muted">{t("none")}</span>;
  return (
    <div className="text-xs">
      {callsPerMinute !== null && (
        <div className="whitespace-nowrap">{t("callsPerMinute", { count: callsPerMinute })}</div>
      )}
      {methods !== null && (
        <ul translate="no" className="flex flex-wrap gap-x-2 font-mono text-muted @4xl:flex-col">
          {methods.map((method) => (
            <li key={method}>{method}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function KeyActions({ proxyKey, onRevoke }: { proxyKey: ProxyKey; onRevoke: KeyListProps["onRevoke"] }) {
  const t = useTranslations("settings.keys");
  const tSettings = useTranslations("settings");
  const { id, label, account, state, provisioned } = proxyKey;
  return (
    <div className="flex flex-wrap gap-1.5 @4xl:flex-nowrap">
      <Link
        href={errorsHref({ account, key: id, origin: "any", period: "7d" })}
        aria-label={tSettings("actionOf", { action: t("errors"), name: label })}
        title={t("errors")}
        className={cn(buttonClasses({ variant: "ghost", size: "sm" }), "-ml-2.5 @4xl:ml-0 @4xl:px-1.5 @7xl:px-2.5")}
      >
        <ChartNoAxesColumn aria-hidden />
        <span className="@4xl:hidden @7xl:inline">{t("errors")}</span>
      </Link>
      {state === "active" && (
        <RowButton
          icon={Ban}
          action={t("revoke.action")}
          name={label}
          reason={provisioned ? tSettings("provisionedWhy") : undefined}
          onPress={() => onRevoke(proxyKey)}
          crowded="manyColumns"
          dangerous
        />
      )}
    </div>
  );
}
