"use client";

import { useTranslations } from "next-intl";
import { useIncidentTitle } from "@/components/alerts/use-incident-title";
import { Countdown } from "@/components/cooldowns/countdown";
import { useNameList } from "@/components/guard/use-name-list";
import { QuietText, useQuietDetail } from "@/components/maintenance/quiet-text";
import type { HoldReach } from "@/lib/client/guard/hold-reach";
import type { FiringAlerts } from "@/lib/client/overview/firing-alerts";
import type { Headline } from "@/lib/client/overview/headline";
import { useAmount } from "./use-amount";

/** What is the matter, without anything that changes each second. */
export function HeadlineTitle({ headline, nowMs }: { headline: Headline; nowMs: number }) {
  const t = useTranslations("overview.headline");
  switch (headline.kind) {
    case "key-banned":
    case "key-wrong": {
      const account = headline.account === null ? t("removedAccount") : t("account", { account: headline.account });
      return t(headline.reach?.kind === "all" ? `${headline.kind}-held` : headline.kind, { account });
    }
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
    case "firing":
      return <FiringText firing={headline} />;
    case "quiet":
      return <QuietText quiet={headline} nowMs={nowMs} />;
    case "muted":
      return t("muted", { count: headline.count });
    default:
      return t(headline.kind);
  }
}

/** How many alerts fire, and the worst of them. */
export function FiringText({ firing: { count, worst } }: { firing: FiringAlerts }) {
  const t = useTranslations("overview.headline");
  const titleOf = useIncidentTitle();
  return worst === null ? t("firing", { count }) : t("firing-worst", { count, title: titleOf(worst) });
}

/** The time that is left, ticking; nothing for what has no end. */
export function HeadlineTime({ headline, nowMs }: { headline: Headline; nowMs: number }) {
  const t = useTranslations("overview.headline");
  // A maintenance is planned: when it ends stands in the title.
  if (!("untilMs" in headline) || headline.kind === "quiet") return null;
  const { untilMs } = headline;
  return (
    <span className="text-foreground tabular-nums">
      {t.rich("left", {
        time: () => <Countdown remainingMs={untilMs - nowMs} />,
      })}
    </span>
  );
}

/** One sentence of what follows from it. */
export function HeadlineDetail({ headline }: { headline: Headline }) {
  const t = useTranslations("overview.headline");
  const amount = useAmount();
  const holdText = useHoldText();
  const quietDetail = useQuietDetail();
  const hold = holdText(headline);
  switch (headline.kind) {
    case "ip-banned":
    case "account-banned":
    case "key-banned":
    case "key-wrong": {
      const { kind, otherBans } = headline;
      const fact = kind === "account-banned" ? null : t(`${kind}-hint`);
      return toSentences(fact, hold, otherBans === 0 ? null : t("others", { others: otherBans }));
    }
    case "ban-probing":
      return toSentences(t("ban-probing-hint"), hold);
    case "balance-held":
      return toSentences(t("balance-held-hint"), hold);
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
    case "firing":
      return t("firing-hint", { count: headline.count });
    case "quiet":
      return quietDetail(headline, headline.muted);
    case "muted":
      return t("muted-hint", { count: headline.count });
    case "clear":
      return t(headline.hasThreshold ? "clear-hint" : "clear-hint-unwatched");
    default:
      return t(`${headline.kind}-hint`);
  }
}

const toSentences = (...sentences: readonly (string | null)[]): string =>
  sentences.filter((sentence) => sentence !== null).join(" ");

const HOLDS = {
  "ip-banned": "timed",
  "account-banned": "timed",
  "key-banned": "key",
  "key-wrong": "key",
  "balance-held": "balance",
  "ban-probing": "probing",
} as const;

/** Whose calls wait, in words; null where there is nothing to hold, or that is not known. */
function useHoldText(): (headline: Headline) => string | null {
  const t = useTranslations("overview.headline.holds");
  const listNames = useNameList();
  const write = (hold: (typeof HOLDS)[keyof typeof HOLDS], reach: HoldReach) =>
    reach.kind === "some" ? t(`${hold}.some`, { accounts: listNames(reach.notHeld) }) : t(`${hold}.${reach.kind}`);
  return (headline) =>
    "reach" in headline && headline.reach !== null ? write(HOLDS[headline.kind], headline.reach) : null;
}

const KNOWN_REASONS = ["recording", "spool", "dropped"] as const;

function isKnownReason(code: string): code is (typeof KNOWN_REASONS)[number] {
  return KNOWN_REASONS.some((known) => known === code);
}
