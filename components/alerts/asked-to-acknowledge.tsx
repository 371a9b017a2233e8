"use client";

import { Info } from "lucide-react";
import { useTranslations } from "next-intl";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { NearInstant } from "@/components/cooldowns/near-instant";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { useAllows } from "@/lib/client/session/viewer";
import type { Incident } from "@/lib/contracts/incidents";
import type { IncidentActions } from "./use-incident-actions";
import { useIncidentTitle } from "./use-incident-title";

/**
 * What `?do=acknowledge` of the links in messages leads to. It asks first: mail servers and chat services open links by
 * themselves, and that must not silence an alert.
 */
export function AskedToAcknowledge({ incident, actions }: { incident: Incident; actions: IncidentActions }) {
  const t = useTranslations("alerts.asked");
  const title = useIncidentTitle()(incident);
  const mayAct = useAllows("operator");
  const [asked, setAsked] = useQueryState("do", parseAsStringLiteral(["acknowledge"]));
  if (asked === null) return null;
  if (mayAct && incident.status === "firing") {
    const close = () => void setAsked(null);
    return (
      <ConfirmDialog
        open
        onOpenChange={(open) => !open && close()}
        title={t("title")}
        description={t("description", { title })}
        confirmLabel={t("confirm")}
        onConfirm={() => void actions.run({ kind: "acknowledge" }, incident).finally(close)}
        pending={actions.pendingOf(incident) !== null}
      />
    );
  }
  return (
    <p role="status" className="flex items-start gap-2.5 rounded-lg border bg-surface px-4 py-3 shadow-panel">
      <Info aria-hidden className="mt-0.5 size-4 shrink-0 text-info" />
      <span className="wrap-anywhere min-w-0">
        <WhyNot incident={incident} />
      </span>
    </p>
  );
}

/** That it is done already says more than that one may not do it. */
function WhyNot({ incident: { status, acknowledged, changedAtMs } }: { incident: Incident }) {
  const t = useTranslations("alerts.asked");
  if (status === "resolved") return t("over");
  if (acknowledged === null) return t("notAllowed");
  return t.rich("already", {
    by: acknowledged.by,
    at: () => <NearInstant atMs={acknowledged.atMs} nowMs={changedAtMs} />,
  });
}
