"use client";

import { History } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Panel, PanelEmpty, PanelFailure, PanelSkeleton } from "@/components/ui/panel";
import { useCooldownHistory } from "@/lib/client/cooldowns/cooldowns";
import type { Period } from "@/lib/domain/period";
import { PastBanList } from "./past-ban-list";

const HEIGHT = "min-h-48";

/** So many rows come at once; a storm leaves hundreds. */
const STEP = 50;

/** The bans of the period that are over, the newest first, each with its report. */
export function PastBansPanel({ period }: { period: Period }) {
  const t = useTranslations("cooldowns.past");
  const { data, error, isPending, isFetching, refetch } = useCooldownHistory({ period });
  const [shown, setShown] = useState(STEP);

  if (isPending) return <PanelSkeleton label={t("label")} className={HEIGHT} />;
  if (!data) {
    return (
      <PanelFailure
        title={t("failed")}
        error={error}
        onRetry={() => refetch()}
        retrying={isFetching}
        className={HEIGHT}
      />
    );
  }
  const past = data.cooldowns.filter(({ endedAtMs }) => endedAtMs !== null);
  if (past.length === 0 && error === null) {
    return <PanelEmpty label={t("label")} icon={History} title={t("empty")} hint={t("emptyHint")} className={HEIGHT} />;
  }
  const left = past.length - shown;
  return (
    <Panel label={t("label")} stale={error !== null} flush>
      <PastBanList cooldowns={past.slice(0, shown)} />
      {left > 0 && (
        <p className="flex justify-center border-t p-3">
          <Button onClick={() => setShown(shown + STEP)}>{t("more", { bans: Math.min(STEP, left) })}</Button>
        </p>
      )}
    </Panel>
  );
}
