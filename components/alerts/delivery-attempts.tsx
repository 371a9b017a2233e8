"use client";

import { useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import { Instant } from "@/components/ui/instant";
import type { Delivery, DeliveryAttempt } from "@/lib/contracts/incidents";

const TONES: Readonly<Record<DeliveryAttempt["outcome"], Tone>> = {
  delivered: "success",
  failed: "warning",
  refused: "critical",
};

/** Every attempt to send a message, the newest first, with the service's own answer. */
export function DeliveryAttempts({ delivery: { attempts, attemptsTotal } }: { delivery: Delivery }) {
  const t = useTranslations("alerts.delivery");
  if (attempts.length === 0) return <p className="px-4 pb-3 pl-11 text-muted text-xs">{t("notTried")}</p>;
  const missing = attemptsTotal - attempts.length;
  return (
    <ol className="flex flex-col gap-3 px-4 pb-4 pl-11">
      {[...attempts].reverse().map((attempt) => (
        <Attempt key={attempt.atMs} attempt={attempt} />
      ))}
      {missing > 0 && <li className="text-muted text-xs">{t("missingAttempts", { count: missing })}</li>}
    </ol>
  );
}

function Attempt({ attempt }: { attempt: DeliveryAttempt }) {
  const t = useTranslations("alerts.delivery");
  const { atMs, latencyMs, outcome, httpStatus, answer, reason } = attempt;
  return (
    <li className="min-w-0 text-xs">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-muted tabular-nums">
        <Badge tone={TONES[outcome]}>{t(`outcome.${outcome}`)}</Badge>
        <Instant atMs={atMs} />
        <span>
          {[httpStatus === null ? null : t("http", { status: String(httpStatus) }), t("took", { ms: latencyMs })]
            .filter((part) => part !== null)
            .join(" · ")}
        </span>
      </p>
      {reason !== null && <p className="wrap-anywhere mt-1">{reason}</p>}
      {answer !== "" && (
        <p
          translate="no"
          className="wrap-anywhere mt-1 whitespace-pre-wrap rounded-md bg-sunken px-2.5 py-1.5 font-mono"
        >
          {answer}
        </p>
      )}
    </li>
  );
}
