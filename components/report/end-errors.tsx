"use client";

import { useTranslations } from "next-intl";
import { ErrorTable } from "@/components/errors/error-table";
import { useErrorDetail } from "@/components/errors/use-error-detail";
import { Panel } from "@/components/ui/panel";
import { listEndErrors } from "@/lib/client/report/prepare-report";
import type { CooldownReport } from "@/lib/contracts/cooldowns";

const UNCOLOURED = "var(--color-chart-other)";

/** The first and the last error of the time before, each with its details. */
export function EndErrors({ before }: { before: CooldownReport["before"] }) {
  const t = useTranslations("report.before");
  const { open, sheet } = useErrorDetail();
  const events = listEndErrors(before);
  if (events.length === 0) {
    return (
      <Panel label={t("ends")}>
        <p className="text-muted">{t("tooOld")}</p>
      </Panel>
    );
  }
  return (
    <Panel label={t("ends")} flush>
      <ErrorTable label={t("ends")} errors={events} colourOf={() => UNCOLOURED} onOpen={open} />
      {sheet}
    </Panel>
  );
}
