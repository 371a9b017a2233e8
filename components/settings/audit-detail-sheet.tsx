"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { Instant } from "@/components/ui/instant";
import { Sheet } from "@/components/ui/sheet";
import { prepareChanges } from "@/lib/client/settings/audit-detail";
import type { AuditFilterState } from "@/lib/client/settings/audit-filter";
import type { AuditEvent } from "@/lib/contracts/audit";
import { AuditValueText } from "./audit-value-text";
import { useAuditNames } from "./use-audit-names";

type AuditDetailSheetProps = {
  event: AuditEvent;
  onNarrow: (changes: Partial<AuditFilterState>) => void;
  onClose: () => void;
};

/** One line of the log in full: who, what, from where, and each field before and after. */
export function AuditDetailSheet({ event, onNarrow, onClose }: AuditDetailSheetProps) {
  const t = useTranslations("settings.audit");
  const names = useAuditNames();
  const actorName = names.actor(event);
  const narrow = (changes: Partial<AuditFilterState>) => {
    onClose();
    onNarrow(changes);
  };
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={t(`action.${event.action}`)}
      footer={
        <>
          {event.actorId !== null && (
            <Button onClick={() => narrow({ actor: event.actorId })}>
              {t("detail.sameActor", { name: actorName })}
            </Button>
          )}
          {event.targetId !== null && (
            <Button onClick={() => narrow({ target: event.targetId })}>{t("detail.sameTarget")}</Button>
          )}
        </>
      }
    >
      <div className="flex flex-col gap-6">
        <DescriptionList className="border-y">
          <DescriptionItem term={t("detail.when")}>
            <Instant atMs={event.atMs} className="whitespace-normal" />
          </DescriptionItem>
          <DescriptionItem term={t("detail.who")}>
            <bdi>{actorName}</bdi>
          </DescriptionItem>
          <DescriptionItem term={t("detail.kindOfActor")}>{t(`actor.${event.actorKind}`)}</DescriptionItem>
          <DescriptionItem term={t("detail.target")}>
            <OrUnknown words={t("detail.nothing")}>{names.target(event)}</OrUnknown>
          </DescriptionItem>
          <DescriptionItem term={t("detail.from")}>
            <OrUnknown words={t("detail.unknown")}>{event.callerAddress}</OrUnknown>
          </DescriptionItem>
        </DescriptionList>
        <section>
          <h3 className="mb-1.5 font-medium">{t("detail.changes")}</h3>
          {event.changes.length === 0 ? (
            <p className="text-muted">{t("detail.noChanges")}</p>
          ) : (
            <ChangeTable event={event} />
          )}
        </section>
      </div>
    </Sheet>
  );
}

function OrUnknown({ words, children }: { words: string; children: ReactNode }) {
  if (children === null) return <span className="text-muted">{words}</span>;
  return <bdi translate="no">{children}</bdi>;
}

function ChangeTable({ event }: { event: AuditEvent }) {
  const t = useTranslations("settings.audit");
  // The log may know fields that are younger than the words here: those stand as they are.
  const nameOf = (field: string) => {
    const key = `field.${field}` as "field.name";
    return t.has(key) ? t(key) : field;
  };
  return (
    <table className="w-full table-fixed border-collapse text-left text-sm">
      <thead className="border-y bg-background text-muted text-xs">
        <tr>
          <th scope="col" className="h-8 px-2 font-medium">
            {t("detail.field")}
          </th>
          <th scope="col" className="h-8 px-2 font-medium">
            {t("detail.before")}
          </th>
          <th scope="col" className="h-8 px-2 font-medium">
            {t("detail.after")}
          </th>
        </tr>
      </thead>
      <tbody className="divide-y border-b">
        {prepareChanges(event).map(({ field, before, after }) => (
          <tr key={field} className="align-top">
            <th scope="row" className="wrap-anywhere px-2 py-1.5 font-normal text-muted">
              {nameOf(field)}
            </th>
            <td className="wrap-anywhere px-2 py-1.5">
              <AuditValueText value={before} />
            </td>
            <td className="wrap-anywhere px-2 py-1.5">
              <AuditValueText value={after} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
