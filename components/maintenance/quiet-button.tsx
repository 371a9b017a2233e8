"use client";

import { BellOff } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toaster";
import { readServerNow, type ServerClock } from "@/lib/client/clock/server-clock";
import { useCreateMaintenance } from "@/lib/client/maintenance/maintenances";
import { quietHour } from "@/lib/client/maintenance/quick-quiet";

/** An hour without alerts, at one press. It stands in the list at once, where it can be ended. */
export function QuietButton({ clock, size }: { clock: ServerClock; size: "sm" | "md" }) {
  const t = useTranslations("alert-rules.maintenance");
  const formatter = useFormatter();
  const create = useCreateMaintenance();
  const at = (atMs: number) => formatter.dateTime(new Date(atMs), "time");
  const start = () => {
    const nowMs = readServerNow(clock, performance.now());
    const request = quietHour(t("quietName", { at: at(nowMs) }), nowMs);
    create.mutate(request, {
      onSuccess: ({ maintenance }) => {
        const { schedule } = maintenance;
        toast.success(t("quietDone", { at: schedule.kind === "single" ? at(schedule.toMs) : "" }));
      },
      onError: (error) => toast.error(t("quietFailed"), { description: error.message }),
    });
  };
  return (
    <Button size={size} onClick={start} loading={create.isPending}>
      {!create.isPending && <BellOff aria-hidden />}
      {t("quiet")}
    </Button>
  );
}
