"use client";

import { CircleCheck, CircleHelp, KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { Amount } from "@/components/accounts/amount";
import { KeyEnd } from "@/components/accounts/key-end";
import { LevelBadge } from "@/components/accounts/level-badge";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import type { Account } from "@/lib/contracts/accounts";

/** What the check of the key brought: that it works, and how much there is. Of an account with proxy keys only, that. */
export function AccountSummary({ account }: { account: Account }) {
  const t = useTranslations("setup.known");
  const tAccounts = useTranslations("accounts");
  const works = account.balance !== null;
  return (
    <Card className="flex flex-wrap items-center gap-x-6 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-48">
        <h2 className="wrap-anywhere font-medium">{account.name}</h2>
        <p className="flex flex-wrap gap-x-3 text-muted text-xs">
          <span>{account.providerName}</span>
          <KeyEnd last4={account.keyLast4} />
        </p>
      </div>
      {account.proxyKeysOnly ? (
        // That its own key works would be no help: programs that send it are refused.
        <Badge tone="info" icon={KeyRound}>
          {t("proxyKeysOnly")}
        </Badge>
      ) : (
        <Badge tone={works ? "success" : "neutral"} icon={works ? CircleCheck : CircleHelp}>
          {t(works ? "works" : "notChecked")}
        </Badge>
      )}
      <div className="flex items-center gap-2">
        <span className="sr-only">{tAccounts("column.balance")}</span>
        {account.balance !== null && (
          <span className="font-semibold text-base">
            <Amount text={account.balance} unit={account.unit} />
          </span>
        )}
        {account.level !== "ok" && account.balance !== null && <LevelBadge level={account.level} />}
      </div>
    </Card>
  );
}
