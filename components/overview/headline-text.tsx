"use client";

import { useTranslations } from "next-intl";
import { Countdown } from "@/components/cooldowns/countdown";
import { useAccounts } from "@/lib/client/accounts/accounts";
import { useGuard } from "@/lib/client/guard/guard";
import { prepareGuardNotices } from "@/lib/client/guard/guard-notice";
import type { Headline } from "@/lib/client/overview/headline";
import { useAmount } from "./use-amount";

/** What is the matter, without anything that changes each second. */
export function HeadlineTitle({ headline }: { headline: Headline }) {
  const t = useTranslations("overview.headline");
  switch (headline.kind) {
    case "key-banned":
    case "key-wrong":
    case "account-banned":
      return t(headline.kind, {
        account: headline.account === null ? t("removedAccount") : t("account", { account: headline.account }),
      });
    case "balance-held": {
      const account = headline.account ?? t("removedAccount");
      const others = headline.otherAccounts;
      return t("balance-held", { account: others === 0 ? account : t("balance-others", { account, others }) });
    }
    case "ban-probing":
      return t("ban-probing", { provider: headline.providerName });
    case "ip-banned":
      return t("ip-banned", { provider: headline.providerName });
    case "several-bans":
      return t("several-bans", { bans: headline.bans });
    case "balance-empty":
    case "balance-critical":
    case "balance-low":
    case "balance-unread":
      return t(headline.kind, {
        account:
          headline.otherAccounts === 0
            ? headline.account
            : t("balance-others", { account: headline.account, others: headline.otherAccounts }),
      });
    default:
      return t(headline.kind);
  }
}

/** The time that is left, ticking; nothing for what has no end. */
export function HeadlineTime({ headline, nowMs }: { headline: Headline; nowMs: number }) {
  const t = useTranslations("overview.headline");
  if (!("untilMs" in headline)) return null;
  const { untilMs } = headline;
  return (
    <span className="text-foreground tabular-nums">
      {t.rich(headline.kind === "several-bans" ? "longest" : "left", {
        time: () => <Countdown remainingMs={untilMs - nowMs} />,
      })}
    </span>
  );
}

/** One sentence of what follows from it. */
export function HeadlineDetail({ headline }: { headline: Headline }) {
  const t = useTranslations("overview.headline");
  const amount = useAmount();
  const isHeld = useIsHeldEverywhere();
  switch (headline.kind) {
    case "ip-banned":
    case "account-banned":
    case "several-bans":
      return t(isHeld ? `${headline.kind}-held` : `${headline.kind}-hint`);
    case "key-banned":
    case "key-wrong":
      return t(`${headline.kind}-hint`, { others: headline.otherBans });
    case "provider-silent":
      return t("provider-silent-hint", { unanswered: headline.unanswered, calls: headline.calls });
    case "degraded":
      return headline.reasons
        .map(({ code, message }) => (isKnownReason(code) ? t(`degraded-${code}`) : message))
        .join(" ");
    case "balance-critical":
    case "balance-low":
    case "balance-empty":
    case "balance-unread": {
      const { kind, balance, unit } = headline;
      const shown = balance === null ? null : amount(balance, unit);
      return kind === "balance-empty" || kind === "balance-unread"
        ? t(`${kind}-hint`)
        : shown && t("balance-left", { balance: shown.figure, unit: shown.unit });
    }
    case "clear":
      return t(headline.hasThreshold ? "clear-hint" : "clear-hint-unwatched");
    default:
      return t(`${headline.kind}-hint`);
  }
}

/** Whether calls of every account wait while a ban runs. False as long as that is not known. */
function useIsHeldEverywhere(): boolean {
  const guard = useGuard();
  const accounts = useAccounts();
  if (!guard.data || !accounts.data) return false;
  return prepareGuardNotices(guard.data.mode, accounts.data.accounts).length === 0;
}

const KNOWN_REASONS = ["recording", "spool", "dropped"] as const;

function isKnownReason(code: string): code is (typeof KNOWN_REASONS)[number] {
  return KNOWN_REASONS.some((known) => known === code);
}
