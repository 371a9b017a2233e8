"use client";

import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { useChannels } from "@/lib/client/channels/channels";
import { useAllows } from "@/lib/client/session/viewer";

/** That nothing arrives, because no channel leads to browsers or it is off; nothing while one does. */
export function PushChannelNote({ onAddChannel }: { onAddChannel: () => void }) {
  const t = useTranslations("channels.push");
  const mayAdd = useAllows("admin");
  const { data } = useChannels();
  const channels = data?.channels.filter(({ type }) => type === "push");
  if (channels === undefined || channels.some(({ enabled }) => enabled)) return null;
  return (
    <div className="flex gap-3 rounded-md border border-warning/40 bg-warning-soft p-3">
      <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-warning" />
      {channels.length > 0 ? (
        <p className="text-warning">{t("channelOff")}</p>
      ) : (
        <div className="min-w-0">
          <p className="font-medium text-warning">{t("noChannel.title")}</p>
          <p>{t(mayAdd ? "noChannel.adminHint" : "noChannel.hint")}</p>
          {mayAdd && (
            <Button size="sm" className="mt-2" onClick={onAddChannel}>
              {t("noChannel.add")}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}
