"use client";

import { Keyboard } from "lucide-react";
import { useTranslations } from "next-intl";
import { useCommand } from "@/components/settings/use-command";
import { Button } from "@/components/ui/button";
import { PanelFailure, PanelSkeleton } from "@/components/ui/panel";
import { toast } from "@/components/ui/toaster";
import { useOpenAlerts } from "@/lib/client/alerts/alerts";
import { groupIncidents, listActions } from "@/lib/client/alerts/incident-actions";
import { useLocalPreference } from "@/lib/client/alerts/local-preference";
import type { ServerClock } from "@/lib/client/clock/server-clock";
import { useAllows } from "@/lib/client/session/viewer";
import type { OpenAlertsResponse } from "@/lib/contracts/incidents";
import { IncidentGroup } from "./incident-group";
import { KeysDialog } from "./keys-dialog";
import { PendingPanel } from "./pending-panel";
import { QuietCard } from "./quiet-card";
import { useIncidentActions } from "./use-incident-actions";
import { useListKeys } from "./use-list-keys";

/** Everything that is open or about to be, by what it asks of people. */
export function OpenAlerts() {
  const t = useTranslations("alerts");
  const { data, error, isPending, isFetching, isRefetchError, refetch } = useOpenAlerts();
  if (isPending) return <PanelSkeleton label={t("group.firing")} />;
  if (!data) {
    return <PanelFailure title={t("failed")} error={error} onRetry={() => refetch()} retrying={isFetching} />;
  }
  return <Groups open={data} stale={isRefetchError} />;
}

function Groups({ open, stale }: { open: OpenAlertsResponse & ServerClock; stale: boolean }) {
  const t = useTranslations("alerts");
  const mayAct = useAllows("operator");
  const actions = useIncidentActions(open);
  const { firing, acknowledged, quiet } = groupIncidents(open.incidents);
  const listed = [...firing, ...acknowledged, ...quiet];
  const keys = useKeys(
    listed.map(({ id }) => id),
    (command, id) => {
      const incident = listed.find((one) => one.id === id);
      if (incident === undefined) return;
      if (!mayAct) toast.info(t("keys.notAllowed"));
      else if (listActions(incident).includes(command)) actions.start(command, incident);
      else toast.info(t(`keys.already.${command}`, { number: incident.number }));
    },
  );
  const groups = [
    { key: "firing", isLoud: true, incidents: firing },
    { key: "acknowledged", isLoud: false, incidents: acknowledged },
    { key: "quiet", isLoud: false, incidents: quiet },
  ] as const;
  const shown = groups.filter(({ incidents }) => incidents.length > 0);
  return (
    <>
      {/* A quiet line must not reassure when it is not known to hold any more. */}
      {shown.length === 0 && (stale ? <PanelFailure title={t("unknown")} error={t("unknownHint")} /> : <QuietCard />)}
      {shown.map((group, index) => (
        <IncidentGroup
          {...group}
          key={group.key}
          label={t(`group.${group.key}`)}
          clock={open}
          stale={stale}
          actions={actions}
          tools={index === 0 && keys.button}
        />
      ))}
      {open.pending.length > 0 && <PendingPanel pending={open.pending} clock={open} stale={stale} />}
      {actions.dialog}
      {keys.dialog}
    </>
  );
}

/** The keys of the list, the button that tells them, and the window that lists them. */
function useKeys(ids: readonly string[], onCommand: Parameters<typeof useListKeys>[0]["onCommand"]) {
  const t = useTranslations("alerts.keys");
  const mayAct = useAllows("operator");
  const help = useCommand<true>();
  const [enabled, setEnabled] = useLocalPreference("banwatch-alert-keys", true);
  const openHelp = () => help.start(true);
  useListKeys({ enabled, ids, onCommand, onHelp: openHelp });
  return {
    button: (
      // A phone has no keys.
      <Button size="sm" variant="ghost" className="max-sm:hidden" onClick={openHelp}>
        <Keyboard aria-hidden />
        {t("open")}
      </Button>
    ),
    dialog: help.open !== null && (
      <KeysDialog onClose={help.close} mayAct={mayAct} enabled={enabled} onEnabledChange={setEnabled} />
    ),
  };
}
