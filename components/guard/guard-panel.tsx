"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import { Panel, PanelFailure, PanelSkeleton } from "@/components/ui/panel";
import { useAccounts } from "@/lib/client/accounts/accounts";
import { useGuard } from "@/lib/client/guard/guard";
import { useAllows } from "@/lib/client/session/viewer";
import type { GuardResponse } from "@/lib/contracts/guard";
import { ModePicker } from "./mode-picker";
import { SheddingSwitch } from "./shedding-switch";
import { useGuardChange } from "./use-guard-change";

const HEIGHT = "min-h-44";

/** What the guard does, for everybody to see and for admins to change. */
export function GuardPanel() {
  const t = useTranslations("cooldowns.guard");
  const { data, error, isPending, isFetching, isRefetchError, refetch } = useGuard();

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
  return (
    <Panel label={t("label")} stale={isRefetchError} className={HEIGHT}>
      <GuardSettings guard={data} />
    </Panel>
  );
}

function GuardSettings({ guard }: { guard: GuardResponse }) {
  const t = useTranslations("cooldowns.guard");
  const tShell = useTranslations("shell.needsRole");
  const mayChange = useAllows("admin");
  const reason = guard.provisioned ? t("provisioned") : mayChange ? null : tShell("admin");
  const change = useGuardChange();
  return (
    <div className="grid gap-3">
      <ModePicker mode={guard.mode} readOnly={reason !== null} onPick={(mode) => change.ask({ mode })} />
      <div className="flex flex-wrap items-start justify-between gap-x-8 gap-y-3 border-t pt-3">
        <SheddingSwitch
          on={guard.shedding}
          readOnly={reason !== null}
          onChange={(shedding) => change.ask({ shedding })}
        />
        <div className="text-muted text-xs sm:text-right">
          {reason !== null && <p>{reason}</p>}
          <OwnModes />
        </div>
      </div>
      {change.dialog}
    </div>
  );
}

/** That some accounts go their own way; nothing while none does. */
function OwnModes() {
  const t = useTranslations("cooldowns.guard");
  const { data } = useAccounts();
  const own = data?.accounts.filter(({ archivedAtMs, guardMode }) => archivedAtMs === null && guardMode !== null) ?? [];
  if (own.length === 0) return null;
  return (
    <p>
      {t("ownModes", { accounts: own.length })}{" "}
      <Link href="/accounts" className="whitespace-nowrap rounded-sm font-medium text-accent hover:underline">
        {t("ownModesLink")}
      </Link>
    </p>
  );
}
