import { BellOff } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import type { MaintenanceState } from "@/lib/client/maintenance/maintenance-state";
import type { Maintenance } from "@/lib/contracts/maintenance";

const TONES: Readonly<Record<MaintenanceState, Tone>> = {
  running: "warning",
  planned: "info",
  paused: "neutral",
  over: "neutral",
};

/** How a maintenance stands; of one that runs also until when. */
export function StateBadge({ maintenance, state }: { maintenance: Maintenance; state: MaintenanceState }) {
  const t = useTranslations("alert-rules.maintenance");
  const formatter = useFormatter();
  const { running } = maintenance;
  return (
    <>
      <Badge tone={TONES[state]} icon={state === "running" ? BellOff : undefined}>
        {t(`state.${state}`)}
      </Badge>
      {state === "running" && running !== null && (
        <span suppressHydrationWarning className="text-muted">
          {t("until", { at: formatter.dateTime(new Date(running.toMs), "dateTime") })}
        </span>
      )}
    </>
  );
}
