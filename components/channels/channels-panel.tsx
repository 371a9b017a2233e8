"use client";

import { BellOff, Plus, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel, PanelEmpty, PanelFailure, PanelSkeleton } from "@/components/ui/panel";
import { isNobodyTold } from "@/lib/client/channels/channel-standing";
import { useChannels } from "@/lib/client/channels/channels";
import { useAllows } from "@/lib/client/session/viewer";
import type { ChannelCommand } from "./channel-command";
import { ChannelGallery } from "./channel-gallery";
import { ChannelList } from "./channel-list";

const HEIGHT = "min-h-72";

/** Every channel; while there is none, what there could be. */
export function ChannelsPanel({ onCommand }: { onCommand: (command: ChannelCommand) => void }) {
  const t = useTranslations("channels");
  const mayChange = useAllows("admin");
  const { data, error, isPending, isFetching, refetch } = useChannels();

  if (isPending) return <PanelSkeleton label={t("title")} className={HEIGHT} />;
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
  if (data.channels.length === 0) {
    if (!mayChange) {
      return <PanelEmpty icon={BellOff} title={t("empty.title")} hint={t("empty.viewerHint")} className={HEIGHT} />;
    }
    return (
      <Panel label={t("title")} stale={error !== null}>
        <EmptyState icon={BellOff} title={t("empty.title")} hint={t("empty.hint")} className="px-0 py-4" />
        <ChannelGallery onPick={(type) => onCommand({ kind: "add", type })} />
      </Panel>
    );
  }
  return (
    <Panel
      label={t("label", { count: data.channels.length })}
      stale={error !== null}
      actions={
        mayChange && (
          <Button variant="primary" size="sm" onClick={() => onCommand({ kind: "add", type: null })}>
            <Plus aria-hidden />
            {t("add")}
          </Button>
        )
      }
      flush
    >
      {isNobodyTold(data.channels) && (
        <p className="flex items-start gap-2 border-t bg-warning-soft px-4 py-2 text-warning">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          {t("nobodyTold")}
        </p>
      )}
      <ChannelList
        channels={data.channels}
        clock={data}
        // Settings of channels are an admin's to see and to change; all others see how they are doing.
        onCommand={mayChange ? onCommand : null}
      />
      {!mayChange && <p className="border-t px-4 py-3 text-muted text-xs">{t("forAdmins")}</p>}
    </Panel>
  );
}
