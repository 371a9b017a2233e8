"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { useSendHeartbeat } from "@/lib/client/channels/alert-settings";
import { TestOutcome } from "./test-outcome";

/** Sends a heartbeat on a press, and shows what came back. */
export function SendHeartbeatDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("channels.heartbeat.now");
  const tTest = useTranslations("channels.test");
  const tCommon = useTranslations("common");
  const { data, error, isPending, isIdle, mutate } = useSendHeartbeat();
  const label = isPending ? tTest("sending") : t(isIdle ? "send" : "again");
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("title")}
      description={t("description")}
      footer={
        <>
          <DialogClose asChild>
            <Button>{tCommon("close")}</Button>
          </DialogClose>
          <Button variant="primary" loading={isPending} onClick={() => mutate()}>
            {label}
          </Button>
        </>
      }
    >
      <TestOutcome
        result={isPending || data === undefined ? undefined : { ...data, delivered: data.taken }}
        error={isPending ? null : error}
        next={t("taken")}
      />
    </Dialog>
  );
}
