"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { useTestChannel } from "@/lib/client/channels/channels";
import type { AlertChannel } from "@/lib/contracts/alert-channels";
import { TestOutcome } from "./test-outcome";

/** Sends a made-up alert through a channel as it is, on a press, and shows what came back. */
export function TestChannelDialog({ channel, onClose }: { channel: AlertChannel; onClose: () => void }) {
  const t = useTranslations("channels.test");
  const tCommon = useTranslations("common");
  const test = useTestChannel();
  const label = test.isPending ? t("sending") : t(test.isIdle ? "send" : "sendAgain");
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("title", { name: channel.name })}
      description={t("description")}
      footer={
        <>
          <DialogClose asChild>
            <Button>{tCommon("close")}</Button>
          </DialogClose>
          <Button variant="primary" loading={test.isPending} onClick={() => test.mutate({ id: channel.id })}>
            {label}
          </Button>
        </>
      }
    >
      <TestOutcome
        result={test.isPending ? undefined : test.data}
        error={test.isPending ? null : test.error}
        next={channel.enabled ? undefined : t("deliveredOff")}
      />
    </Dialog>
  );
}
