"use client";

import { Eye, ShieldOff } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { useAccounts } from "@/lib/client/accounts/accounts";
import { useGuard } from "@/lib/client/guard/guard";
import { type GuardNotice, prepareGuardNotices } from "@/lib/client/guard/guard-notice";

/** More names than this do not help. */
const NAMES = 3;

/** Says where calls are not held, so that nobody relies on it. Nothing while the guard enforces everywhere. */
export function GuardNoticeBar() {
  const guard = useGuard();
  const accounts = useAccounts();
  if (!guard.data) return null;
  const notices = prepareGuardNotices(guard.data.mode, accounts.data?.accounts ?? null);
  return notices.map((notice) => <Notice key={notice.mode} notice={notice} />);
}

function Notice({ notice: { mode, accounts } }: { notice: GuardNotice }) {
  const t = useTranslations("cooldowns.notice");
  const formatter = useFormatter();
  const Icon = mode === "off" ? ShieldOff : Eye;
  const listNames = (names: readonly string[]) => {
    const rest = names.length - NAMES;
    return formatter.list(rest > 0 ? [...names.slice(0, NAMES), t("others", { others: rest })] : names);
  };
  return (
    <p
      role="note"
      className="flex items-start gap-2.5 rounded-lg border border-warning/40 bg-warning-soft px-4 py-2.5 text-warning"
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span className="wrap-anywhere min-w-0 flex-1 font-medium">
        {accounts === null ? t(`${mode}All`) : t(`${mode}Some`, { accounts: listNames(accounts) })}
      </span>
      <Link
        href={accounts === null ? "/cooldowns#guard" : "/accounts"}
        className="shrink-0 rounded-sm font-medium text-foreground underline underline-offset-2"
      >
        {t("show")}
      </Link>
    </p>
  );
}
