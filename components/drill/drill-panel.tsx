"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Panel, PanelFailure, PanelSkeleton } from "@/components/ui/panel";
import { toast } from "@/components/ui/toaster";
import { useDrill, useStopDrill } from "@/lib/client/drill/drill";
import { useAllows } from "@/lib/client/session/viewer";
import type { DrillResponse } from "@/lib/contracts/drill";
import { DrillProgress } from "./drill-progress";
import { StartDrillDialog } from "./start-drill-dialog";

/** "Rehearse a ban": what it is, the button for those who may, and how far the one that runs or ran last has come. */
export function DrillPanel() {
  const t = useTranslations("drill");
  const { data, error, isPending, isFetching, isRefetchError, refetch } = useDrill();

  if (isPending) return <PanelSkeleton label={t("label")} className="min-h-32" />;
  if (!data) {
    return <PanelFailure title={t("failed")} error={error} onRetry={() => refetch()} retrying={isFetching} />;
  }
  return (
    <Panel label={t("label")} stale={isRefetchError} actions={<DrillAction {...data} />}>
      <p className="max-w-[72ch] text-muted">{t("intro")}</p>
      {data.obstacle !== null && data.drill?.endedAtMs !== null && <Obstacle obstacle={data.obstacle} />}
      {data.drill !== null && <DrillProgress drill={data.drill} />}
    </Panel>
  );
}

function DrillAction({ account, drill }: DrillResponse) {
  const t = useTranslations("drill");
  const mayStart = useAllows("operator");
  const stop = useStopDrill();
  if (!mayStart) return null;
  if (drill !== null && drill.endedAtMs === null) {
    const onError = (error: Error) => toast.error(t("stopFailed"), { description: error.message });
    return (
      <Button size="sm" onClick={() => stop.mutate(undefined, { onError })} loading={stop.isPending}>
        {t("stop")}
      </Button>
    );
  }
  return account === null ? null : <StartDrillDialog account={account} isFirst={drill === null} />;
}

const ACTIONS = { "no-account": "/setup", "proxy-keys-only": "/accounts", "account-held": "/setup" } as const;

/** Why none can be played, with what helps. The running cooldowns stand on the same page. */
function Obstacle({ obstacle }: { obstacle: NonNullable<DrillResponse["obstacle"]> }) {
  const t = useTranslations("drill.obstacle");
  return (
    <p className="mt-3 max-w-[72ch] rounded-md bg-hover px-3 py-2">
      {t(obstacle)}
      {obstacle !== "address-banned" && (
        <>
          {" "}
          <Action obstacle={obstacle} />
        </>
      )}
    </p>
  );
}

function Action({ obstacle }: { obstacle: keyof typeof ACTIONS }) {
  const t = useTranslations("drill.obstacle");
  const tShell = useTranslations("shell");
  if (useAllows("admin")) {
    return (
      <Link href={ACTIONS[obstacle]} className="font-medium text-accent hover:underline">
        {t(`${obstacle}-action`)}
      </Link>
    );
  }
  // Whoever may start one may resume as well.
  return obstacle === "account-held" ? null : <span className="text-muted">{tShell("needsRole.admin")}</span>;
}
