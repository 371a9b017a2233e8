"use client";

import { Bot, CircleHelp, FileCog, Server, UserRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { Instant } from "@/components/ui/instant";
import { type RecordColumn, RecordList } from "@/components/ui/record-list";
import { summariseChange } from "@/lib/client/settings/audit-detail";
import type { AuditEvent } from "@/lib/contracts/audit";
import { AuditValueText } from "./audit-value-text";
import { useAuditNames } from "./use-audit-names";

const ICONS = { person: UserRound, token: Bot, file: FileCog, system: Server, nobody: CircleHelp };

type AuditListProps = { events: readonly AuditEvent[]; onOpen: (event: AuditEvent) => void };

/** The log, newest first. Each row is opened by the button on what was done, which covers the row. */
export function AuditList({ events, onOpen }: AuditListProps) {
  const t = useTranslations("settings.audit");
  const names = useAuditNames();
  const columns: readonly RecordColumn<AuditEvent>[] = [
    {
      key: "when",
      header: t("column.when"),
      className: "@4xl:w-44",
      cell: ({ atMs }) => <Instant atMs={atMs} className="whitespace-normal @4xl:whitespace-nowrap" />,
    },
    {
      key: "who",
      header: t("column.who"),
      cell: ({ actorKind, actorName }) => {
        const Icon = ICONS[actorKind];
        return (
          <span className="flex items-start gap-1.5">
            <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />
            <span className="min-w-0">
              {actorKind !== "file" && <span className="sr-only">{`${t(`actor.${actorKind}`)} `}</span>}
              <bdi className="wrap-anywhere">{names.actor({ actorKind, actorName })}</bdi>
            </span>
          </span>
        );
      },
    },
    {
      key: "what",
      header: t("column.what"),
      part: "name",
      className: "w-[30%]",
      cell: (event) => <AuditAction event={event} onOpen={onOpen} />,
    },
    {
      key: "target",
      header: t("column.target"),
      cell: (event) => <bdi className="wrap-anywhere">{names.target(event) ?? "–"}</bdi>,
    },
    {
      key: "from",
      header: t("column.from"),
      cell: ({ callerAddress }) => (
        <span translate="no" className="wrap-anywhere font-mono text-muted text-xs">
          {callerAddress ?? "–"}
        </span>
      ),
    },
  ];
  return <RecordList label={t("title")} columns={columns} rows={events} rowKey={({ id }) => id} openable />;
}

function AuditAction({ event, onOpen }: { event: AuditEvent; onOpen: AuditListProps["onOpen"] }) {
  const t = useTranslations("settings.audit");
  const change = summariseChange(event);
  return (
    <div className="min-w-0">
      <button
        type="button"
        aria-haspopup="dialog"
        onClick={() => onOpen(event)}
        className="text-left font-medium outline-none after:absolute after:inset-0"
      >
        {t(`action.${event.action}`)}
      </button>
      {change !== null && (
        <div className="wrap-anywhere line-clamp-2 text-muted text-xs">
          {change.before.kind !== "nothing" && (
            <>
              <AuditValueText value={change.before} />
              <span aria-hidden>{" → "}</span>
            </>
          )}
          <AuditValueText value={change.after} />
        </div>
      )}
    </div>
  );
}
