"use client";

import { useTranslations } from "next-intl";
import { Switch } from "@/components/ui/switch";
import { toast } from "@/components/ui/toaster";
import { useUpdateChannel } from "@/lib/client/channels/channels";
import type { AlertChannel } from "@/lib/contracts/alert-channels";

/** Switches a channel on or off, at once. */
export function ChannelSwitch({ channel: { id, name, enabled, provisioned, refusal } }: { channel: AlertChannel }) {
  const t = useTranslations("channels");
  const update = useUpdateChannel();
  // What Banwatch itself switched off may be switched on again, for the file did not.
  const isFixed = provisioned && refusal === null;
  // Where it was put stays in sight until the server has said where it is.
  const isOn = update.isPending ? (update.variables.changes.enabled ?? enabled) : enabled;

  const change = (wanted: boolean) => {
    if (update.isPending) return;
    update.mutate(
      { id, changes: { enabled: wanted } },
      {
        onSuccess: () => {
          const outcome = !wanted ? "off" : refusal === null ? "on" : "again";
          toast.success(t(`switched.${outcome}`, { name }));
        },
        onError: (error) => toast.error(t("switched.failed", { name }), { description: error.message }),
      },
    );
  };

  return (
    <Switch
      checked={isOn}
      onCheckedChange={change}
      disabled={isFixed}
      aria-label={t("action.switchOf", { name })}
      aria-description={isFixed ? t("provisionedWhy") : undefined}
      title={isFixed ? t("provisionedWhy") : undefined}
    />
  );
}
