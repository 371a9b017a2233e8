"use client";

import { WalletCards } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { buttonClasses } from "@/components/ui/button";
import { Panel, PanelEmpty, PanelFailure, PanelSkeleton } from "@/components/ui/panel";
import { prepareBalanceCards } from "@/lib/client/overview/balance-cards";
import { useBalances } from "@/lib/client/overview/overview";
import type { Period } from "@/lib/domain/period";
import { BalanceCardView } from "./balance-card-view";

/** The balance of every account that is in use, the one that needs a look first. */
export function BalancesPanel({ period }: { period: Period }) {
  const t = useTranslations("overview.balances");
  const { data, error, isPending, isFetching, isRefetchError, refetch } = useBalances({ period });

  if (isPending) return <PanelSkeleton label={t("label")} className="min-h-72" />;
  if (!data) {
    return (
      <PanelFailure
        title={t("failed")}
        error={error}
        onRetry={() => refetch()}
        retrying={isFetching}
        className="min-h-72"
      />
    );
  }
  if (data.accounts.length === 0) {
    return (
      <PanelEmpty
        label={t("label")}
        icon={WalletCards}
        title={t("empty")}
        hint={t("emptyHint")}
        action={<ManageLink />}
        className="min-h-72"
      />
    );
  }
  return (
    <Panel label={t("label")} stale={isRefetchError} actions={<ManageLink />} className="min-h-72">
      <ul className="grid-fluid [--grid-min:17rem]">
        {prepareBalanceCards(data).map((card) => (
          <BalanceCardView key={card.accountId} card={card} />
        ))}
      </ul>
    </Panel>
  );
}

function ManageLink() {
  const t = useTranslations("overview.balances");
  return (
    <Link href="/accounts" className={buttonClasses({ size: "sm" })}>
      {t("manage")}
    </Link>
  );
}
