"use client";

import { Send } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toaster";
import { useResendDelivery } from "@/lib/client/alerts/use-resend-delivery";
import { ApiError } from "@/lib/client/api/fetch-json";
import type { Delivery } from "@/lib/contracts/incidents";

/** What the server refuses for, with words of ours. */
const REFUSALS = ["channel_off", "channel_gone", "not_failed"] as const;

/** Sends a message that was given up once more; nothing where its channel is gone. */
export function ResendMessage({ incidentId, delivery }: { incidentId: string; delivery: Delivery }) {
  const t = useTranslations("alerts.delivery.resend");
  const resend = useResendDelivery();
  const { id: deliveryId, channelId, channel } = delivery;
  if (channelId === null) return null;

  const send = () => {
    if (resend.isPending) return;
    resend.mutate(
      { incidentId, deliveryId },
      {
        onSuccess: () => toast.success(t("done", { channel })),
        onError: (error) => {
          const code = error instanceof ApiError ? error.problem?.code : undefined;
          const refusal = REFUSALS.find((one) => one === code);
          toast.error(t("failed"), {
            description: refusal === undefined ? error.message : t(refusal, { channel }),
          });
        },
      },
    );
  };

  return (
    <div className="px-4 pb-4 pl-11">
      <Button size="sm" onClick={send} loading={resend.isPending} aria-label={t("buttonOf", { channel })}>
        {!resend.isPending && <Send aria-hidden />}
        {t("button")}
      </Button>
    </div>
  );
}
