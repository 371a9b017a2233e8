"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Panel, PanelFailure, PanelSkeleton } from "@/components/ui/panel";
import { useAlertSettings } from "@/lib/client/channels/alert-settings";
import { TimeZoneDialog } from "./time-zone-dialog";

const HEIGHT = "min-h-32";

/** Whose clocks messages show: they are read by people who may be anywhere. */
export function TimeZonePanel() {
  const t = useTranslations("channels.timeZone");
  const tChannels = useTranslations("channels");
  const [isOpen, setIsOpen] = useState(false);
  const { data, error, isPending, isFetching, refetch } = useAlertSettings();

  if (isPending) return <PanelSkeleton label={t("label")} className={HEIGHT} />;
  if (!data) {
    return (
      <PanelFailure
        title={t("loadFailed")}
        error={error}
        onRetry={() => refetch()}
        retrying={isFetching}
        className={HEIGHT}
      />
    );
  }
  const { timeZone, provisioned } = data.messages;
  return (
    <Panel
      label={t("label")}
      stale={error !== null}
      actions={
        provisioned ? (
          <p className="text-muted text-xs">{tChannels("provisionedWhy")}</p>
        ) : (
          <Button size="sm" onClick={() => setIsOpen(true)}>
            {t("change")}
          </Button>
        )
      }
    >
      <div className="grid gap-2">
        <p translate="no" className="font-medium">
          {timeZone}
        </p>
        <p className="max-w-[65ch] text-muted">{t("explain")}</p>
      </div>
      {isOpen && <TimeZoneDialog timeZone={timeZone} onClose={() => setIsOpen(false)} />}
    </Panel>
  );
}
