"use client";

import { ChevronRight, CircleCheck, CircleX, Clock, type LucideIcon, MailQuestion, Send } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { NearInstant } from "@/components/cooldowns/near-instant";
import { cn } from "@/components/ui/cn";
import { EmptyState } from "@/components/ui/empty-state";
import { Panel } from "@/components/ui/panel";
import { useAllows } from "@/lib/client/session/viewer";
import type { Delivery, DeliveryStatus, IncidentResponse } from "@/lib/contracts/incidents";
import { DeliveryAttempts } from "./delivery-attempts";
import { ResendMessage } from "./resend-message";

const LOOKS: Readonly<Record<DeliveryStatus, { icon: LucideIcon; look: string }>> = {
  delivered: { icon: CircleCheck, look: "text-success" },
  waiting: { icon: Clock, look: "text-warning" },
  sending: { icon: Send, look: "text-info" },
  failed: { icon: CircleX, look: "text-critical" },
};

/** Every message about an incident, the newest first, each with what its channel answered. */
export function IncidentDeliveries({ answer }: { answer: IncidentResponse }) {
  const t = useTranslations("alerts.delivery");
  const mayResend = useAllows("operator");
  const { deliveries, deliveriesTotal, serverNowMs, incident } = answer;
  const missing = deliveriesTotal - deliveries.length;
  if (deliveries.length === 0) {
    return (
      <Panel label={t("label")} flush>
        <EmptyState icon={MailQuestion} title={t("empty")} hint={t("emptyHint")} />
      </Panel>
    );
  }
  return (
    <Panel label={t("label")} flush>
      <ul className="divide-y border-t">
        {[...deliveries].reverse().map((delivery) => (
          <li key={delivery.id}>
            <Message delivery={delivery} nowMs={serverNowMs}>
              {mayResend && delivery.status === "failed" && (
                <ResendMessage incidentId={incident.id} delivery={delivery} />
              )}
            </Message>
          </li>
        ))}
      </ul>
      {missing > 0 && <p className="border-t px-4 py-3 text-muted text-xs">{t("missing", { count: missing })}</p>}
    </Panel>
  );
}

/** @param children what can be done about it */
function Message({ delivery, nowMs, children }: { delivery: Delivery; nowMs: number; children: ReactNode }) {
  const t = useTranslations("alerts.delivery");
  const types = useTranslations("channels.type");
  const { channel, channelType, event, status, createdAtMs, incidents } = delivery;
  const { icon: Icon, look } = LOOKS[status];
  return (
    // What failed is what one came to read.
    <details className="group" open={status === "failed" || undefined}>
      <summary className="flex cursor-pointer list-none items-start gap-3 px-4 py-3 -outline-offset-2 hover:bg-hover/60 [&::-webkit-details-marker]:hidden">
        <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", look)} />
        <span className="min-w-0 flex-1">
          <span className="flex flex-wrap items-baseline gap-x-2">
            <span className="wrap-anywhere font-medium">{channel}</span>
            <span className="text-muted text-xs">{types(`${channelType}.name`)}</span>
          </span>
          <span className="block text-muted text-xs">
            {t.rich("line", {
              event: t(`event.${event}`),
              at: () => <NearInstant atMs={createdAtMs} nowMs={nowMs} />,
            })}
            {incidents > 1 && ` · ${t("together", { count: incidents })}`}
          </span>
        </span>
        <span className={cn("shrink-0 text-right text-xs", look)}>
          <Standing delivery={delivery} nowMs={nowMs} />
        </span>
        <ChevronRight
          aria-hidden
          className="mt-0.5 size-4 shrink-0 text-muted transition-transform group-open:rotate-90"
        />
      </summary>
      <DeliveryAttempts delivery={delivery} />
      {children}
    </details>
  );
}

function Standing({ delivery, nowMs }: { delivery: Delivery; nowMs: number }) {
  const t = useTranslations("alerts.delivery");
  const { status, nextAttemptAtMs, attemptsTotal } = delivery;
  return (
    <>
      <span className="block font-medium">{t(`status.${status}`)}</span>
      {status === "waiting" && nextAttemptAtMs !== null && (
        <span className="block text-muted tabular-nums">
          {t.rich("next", { at: () => <NearInstant atMs={nextAttemptAtMs} nowMs={nowMs} /> })}
        </span>
      )}
      {attemptsTotal > 1 && (
        <span className="block text-muted tabular-nums">{t("attempts", { count: attemptsTotal })}</span>
      )}
    </>
  );
}
