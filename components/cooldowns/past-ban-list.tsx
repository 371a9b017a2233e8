"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Instant } from "@/components/ui/instant";
import { type RecordColumn, RecordList } from "@/components/ui/record-list";
import { formatDuration, formatIsoDuration } from "@/lib/client/format/format";
import { lengthOf } from "@/lib/client/report/prepare-report";
import type { Cooldown } from "@/lib/contracts/cooldowns";
import { DrillBadge } from "./drill-badge";
import { useScopeName } from "./use-scope-name";

/** Bans that are over. Each row is opened by the link on its scope, which covers the row. */
export function PastBanList({ cooldowns }: { cooldowns: readonly Cooldown[] }) {
  const t = useTranslations("cooldowns.past");
  const columns: readonly RecordColumn<Cooldown>[] = [
    {
      key: "when",
      header: t("column.when"),
      cell: ({ startedAtMs }) => <Instant atMs={startedAtMs} format="dateTime" />,
    },
    { key: "scope", header: t("column.scope"), part: "name", cell: (cooldown) => <Scope cooldown={cooldown} /> },
    {
      key: "code",
      header: t("column.code"),
      className: "w-60",
      cell: ({ code }) => (
        <bdi translate="no" className="wrap-anywhere font-mono text-xs">
          {code}
        </bdi>
      ),
    },
    {
      key: "length",
      header: t("column.length"),
      numeric: true,
      cell: (cooldown) => <Length durationMs={lengthOf(cooldown, cooldown.startedAtMs)} />,
    },
    { key: "held", header: t("column.held"), numeric: true, cell: (cooldown) => <Held cooldown={cooldown} /> },
    { key: "end", header: t("column.end"), part: "wide", cell: (cooldown) => <End cooldown={cooldown} /> },
  ];
  return <RecordList label={t("label")} columns={columns} rows={cooldowns} rowKey={({ id }) => id} openable />;
}

function Scope({ cooldown }: { cooldown: Cooldown }) {
  const scopeName = useScopeName();
  return (
    <div className="min-w-0">
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Link
          href={`/cooldowns/${encodeURIComponent(cooldown.id)}`}
          className="wrap-anywhere font-medium outline-none after:absolute after:inset-0"
        >
          {scopeName(cooldown)}
        </Link>
        {cooldown.isDrill && <DrillBadge />}
      </span>
      <span className="wrap-anywhere block text-muted text-xs">{cooldown.providerName}</span>
    </div>
  );
}

function Length({ durationMs }: { durationMs: number }) {
  return <time dateTime={formatIsoDuration(durationMs)}>{formatDuration(durationMs)}</time>;
}

function Held({ cooldown: { heldCalls, observedCalls } }: { cooldown: Cooldown }) {
  const t = useTranslations("cooldowns.past");
  const formatter = useFormatter();
  if (heldCalls + observedCalls === 0) return <span className="text-muted">{t("none")}</span>;
  return (
    <>
      {heldCalls > 0 && <span className="block">{formatter.number(heldCalls)}</span>}
      {observedCalls > 0 && (
        <span className="block whitespace-nowrap text-muted text-xs">{t("wouldHave", { calls: observedCalls })}</span>
      )}
    </>
  );
}

/** How it ended, and for what a person ended the reason that they gave. */
function End({ cooldown }: { cooldown: Cooldown }) {
  const endText = useEndText();
  return (
    <div className="min-w-0">
      <span className="wrap-anywhere">{endText(cooldown)}</span>
      {cooldown.endReason !== null && (
        <span className="wrap-anywhere line-clamp-2 text-muted text-xs" title={cooldown.endReason}>
          {cooldown.endReason}
        </span>
      )}
    </div>
  );
}

/** How a ban ended, in words. */
export function useEndText(): (of: Pick<Cooldown, "endedHow" | "endedBy">) => string {
  const t = useTranslations("cooldowns.end");
  return ({ endedHow, endedBy }) => {
    if (endedHow === null) return t("unknown");
    if (endedHow === "person") return endedBy === null ? t("personUnknown") : t("person", { person: endedBy });
    return t(endedHow === "key-replaced" ? "keyReplaced" : endedHow);
  };
}
