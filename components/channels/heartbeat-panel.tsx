"use client";

import { CircleCheck, CircleDashed, HeartPulse, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { Panel, PanelFailure, PanelSkeleton } from "@/components/ui/panel";
import { toast } from "@/components/ui/toaster";
import { useAlertSettings, useUpdateAlertSettings } from "@/lib/client/channels/alert-settings";
import type { ServerClock } from "@/lib/client/clock/server-clock";
import type { AlertSettingsResponse } from "@/lib/contracts/alert-settings";
import { HeartbeatDialog } from "./heartbeat-dialog";
import { SendHeartbeatDialog } from "./send-heartbeat-dialog";
import { useAgo } from "./use-ago";

const HEIGHT = "min-h-60";

/** Who notices when Banwatch itself falls silent: the heartbeat, and what is known of the alerts' own work. */
export function HeartbeatPanel() {
  const t = useTranslations("channels.heartbeat");
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
  return (
    <Panel label={t("label")} stale={error !== null} actions={<HeartbeatActions settings={data} />}>
      <div className="grid gap-4">
        <p className="max-w-[65ch] text-muted">{t("explain")}</p>
        <HeartbeatStanding settings={data} clock={data} />
      </div>
    </Panel>
  );
}

type SettingsProps = { settings: AlertSettingsResponse };

function HeartbeatStanding({ settings, clock }: SettingsProps & { clock: ServerClock }) {
  const t = useTranslations("channels.heartbeat");
  const ago = useAgo(clock);
  const { heartbeat, waiting, evaluatedAtMs } = settings;
  const { hint, lastSentAtMs, problem, everyMinutes } = heartbeat;
  const sent = lastSentAtMs === null ? t("notYet") : t("sent", { ago: ago(lastSentAtMs) });
  return (
    <DescriptionList className="border-t">
      <DescriptionItem term={t("to")}>
        {hint === null ? (
          <span className="flex items-center gap-2">
            <CircleDashed aria-hidden className="size-4 shrink-0 text-muted" />
            {t("off")}
          </span>
        ) : (
          <>
            <span translate="no" className="font-mono">
              {hint}
            </span>
            <span className="block text-muted text-xs">{t("every", { minutes: everyMinutes })}</span>
            {problem === null ? (
              <span className="mt-1 flex items-center gap-2">
                {lastSentAtMs === null ? (
                  <CircleDashed aria-hidden className="size-4 shrink-0 text-muted" />
                ) : (
                  <CircleCheck aria-hidden className="size-4 shrink-0 text-success" />
                )}
                {sent}
              </span>
            ) : (
              <span className="mt-1 flex items-start gap-2">
                <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
                <span className="min-w-0">
                  <span className="block font-medium text-warning">{t("problem")}</span>
                  <bdi className="wrap-anywhere block text-xs">{problem}</bdi>
                  <span className="block text-muted text-xs">{sent}</span>
                </span>
              </span>
            )}
          </>
        )}
      </DescriptionItem>
      <DescriptionItem term={t("looked")}>{evaluatedAtMs === null ? t("never") : ago(evaluatedAtMs)}</DescriptionItem>
      <DescriptionItem term={t("waiting")}>
        <span className="tabular-nums">{waiting}</span>
      </DescriptionItem>
    </DescriptionList>
  );
}

function HeartbeatActions({ settings: { heartbeat } }: SettingsProps) {
  const t = useTranslations("channels.heartbeat");
  const tChannels = useTranslations("channels");
  const [isOpen, setIsOpen] = useState(false);
  if (heartbeat.provisioned) {
    return (
      <>
        <p className="text-muted text-xs">{tChannels("provisionedWhy")}</p>
        <SendHeartbeat />
      </>
    );
  }
  return (
    <>
      {heartbeat.hint !== null && <SendHeartbeat />}
      {heartbeat.hint !== null && <StopHeartbeat />}
      <Button size="sm" variant={heartbeat.hint === null ? "primary" : "secondary"} onClick={() => setIsOpen(true)}>
        {heartbeat.hint === null && <HeartPulse aria-hidden />}
        {t(heartbeat.hint === null ? "setUp" : "change")}
      </Button>
      {isOpen && <HeartbeatDialog heartbeat={heartbeat} onClose={() => setIsOpen(false)} />}
    </>
  );
}

function SendHeartbeat() {
  const t = useTranslations("channels.heartbeat.now");
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button size="sm" variant="ghost" onClick={() => setIsOpen(true)}>
        {t("send")}
      </Button>
      {isOpen && <SendHeartbeatDialog onClose={() => setIsOpen(false)} />}
    </>
  );
}

function StopHeartbeat() {
  const t = useTranslations("channels.heartbeat");
  const [isOpen, setIsOpen] = useState(false);
  const update = useUpdateAlertSettings();

  const confirm = () => {
    if (update.isPending) return;
    update.mutate(
      { heartbeatUrl: null },
      {
        onSuccess: () => {
          setIsOpen(false);
          toast.success(t("stopped"));
        },
        onError: (error) => toast.error(t("saveFailed"), { description: error.message }),
      },
    );
  };

  return (
    <ConfirmDialog
      open={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <Button size="sm" variant="ghost">
          {t("stop")}
        </Button>
      }
      title={t("stopTitle")}
      description={t("stopHint")}
      confirmLabel={t("stop")}
      onConfirm={confirm}
      pending={update.isPending}
      dangerous
    />
  );
}
