"use client";

import { ArrowLeft } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Sheet } from "@/components/ui/sheet";
import { toast } from "@/components/ui/toaster";
import { emptyChannelDraft, freeChannelName, toCreateChannelRequest } from "@/lib/client/channels/channel-form";
import { useChannels, useCreateChannel } from "@/lib/client/channels/channels";
import { useChannelDraft } from "@/lib/client/channels/use-channel-draft";
import type { ChannelType } from "@/lib/contracts/alert-channels";
import { ChannelFormSheet } from "./channel-form-sheet";
import { ChannelGallery } from "./channel-gallery";

type AddChannelSheetProps = {
  /** Null while it is to be chosen here. */
  type: ChannelType | null;
  onClose: () => void;
};

/** Adds a channel: which service, then what that service asks for. */
export function AddChannelSheet({ type: chosenBefore, onClose }: AddChannelSheetProps) {
  const t = useTranslations("channels");
  const [type, setType] = useState(chosenBefore);
  if (type === null) {
    return (
      <Sheet
        open
        onOpenChange={(open) => !open && onClose()}
        title={t("pick.title")}
        description={t("pick.hint")}
        className="max-w-3xl"
      >
        <ChannelGallery onPick={setType} />
      </Sheet>
    );
  }
  // Whoever asked for this very type waits for its alerts: without a rule that names it nothing else would bring any.
  return (
    <NewChannel
      key={type}
      type={type}
      isDefault={type === chosenBefore}
      onBack={() => setType(null)}
      onClose={onClose}
    />
  );
}

type NewChannelProps = { type: ChannelType; isDefault: boolean; onBack: () => void; onClose: () => void };

function NewChannel({ type, isDefault, onBack, onClose }: NewChannelProps) {
  const t = useTranslations("channels");
  const locale = useLocale();
  const channels = useChannels().data?.channels ?? [];
  const create = useCreateChannel();
  const typeName = t(`type.${type}.name`);
  const state = useChannelDraft(
    () => emptyChannelDraft(type, freeChannelName(typeName, channels), locale, isDefault || channels.length === 0),
    null,
  );

  const save = () => {
    if (create.isPending || !state.passes()) return;
    create.mutate(toCreateChannelRequest(state.draft), {
      onSuccess: ({ channel }) => {
        toast.success(t("form.created", { name: channel.name }));
        onClose();
      },
      onError: state.fail,
    });
  };

  return (
    <ChannelFormSheet
      title={t("form.titleAdd", { type: typeName })}
      submitLabel={t(create.isPending ? "form.creating" : "form.create")}
      pending={create.isPending}
      state={state}
      channel={null}
      onSubmit={save}
      onClose={onClose}
      aside={
        <Button variant="ghost" size="sm" onClick={onBack} className="-ml-2.5 justify-self-start">
          <ArrowLeft aria-hidden />
          {t("form.back")}
        </Button>
      }
    />
  );
}
