"use client";

import { useTranslations } from "next-intl";
import { toast } from "@/components/ui/toaster";
import { toChannelDraft, toUpdateChannelRequest } from "@/lib/client/channels/channel-form";
import { useUpdateChannel } from "@/lib/client/channels/channels";
import { useChannelDraft } from "@/lib/client/channels/use-channel-draft";
import type { AlertChannel } from "@/lib/contracts/alert-channels";
import { ChannelFormSheet } from "./channel-form-sheet";

/** Changes everything of a channel but its type. Secrets that are left alone stay. */
export function EditChannelSheet({ channel, onClose }: { channel: AlertChannel; onClose: () => void }) {
  const t = useTranslations("channels");
  const update = useUpdateChannel();
  const state = useChannelDraft(() => toChannelDraft(channel), channel);

  const save = () => {
    if (update.isPending || !state.passes()) return;
    update.mutate(
      { id: channel.id, changes: toUpdateChannelRequest(state.draft) },
      {
        onSuccess: (answer) => {
          toast.success(t("form.saved", { name: answer.channel.name }));
          onClose();
        },
        onError: state.fail,
      },
    );
  };

  return (
    <ChannelFormSheet
      title={t("form.titleEdit", { name: channel.name })}
      submitLabel={t(update.isPending ? "form.saving" : "form.save")}
      pending={update.isPending}
      state={state}
      channel={channel}
      onSubmit={save}
      onClose={onClose}
    />
  );
}
