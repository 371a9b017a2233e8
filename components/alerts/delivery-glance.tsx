import { useTranslations } from "next-intl";
import type { Incident } from "@/lib/contracts/incidents";

/** Whom an incident has reached so far: messages delivered, on the way, and given up. */
export function DeliveryGlance({ deliveries }: { deliveries: Incident["deliveries"] }) {
  const t = useTranslations("alerts.told");
  const { delivered, waiting, failed } = deliveries;
  if (delivered + waiting + failed === 0)
    return (
      <span data-none className="text-muted">
        {t("nobody")}
      </span>
    );
  return (
    <span className="flex flex-col tabular-nums">
      {delivered > 0 && <span>{t("delivered", { count: delivered })}</span>}
      {waiting > 0 && <span className="text-warning">{t("waiting", { count: waiting })}</span>}
      {failed > 0 && <span className="font-medium text-critical">{t("failed", { count: failed })}</span>}
    </span>
  );
}
