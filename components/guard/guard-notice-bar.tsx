"use client";

import { Eye, ShieldOff } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useAccounts } from "@/lib/client/accounts/accounts";
import { useGuard } from "@/lib/client/guard/guard";
import { type GuardNotice, prepareGuardNotices } from "@/lib/client/guard/guard-notice";
import { useNameList } from "./use-name-list";

/** Says where calls are not held, so that nobody relies on it. Nothing while the guard enforces everywhere. */
export function GuardNoticeBar() {
  const guard = useGuard();
  const accounts = useAccounts();
  // Until it is certain whether the accounts will come, nothing is said that they may prove wrong.
  if (!guard.data || accounts.isPending) return null;
  const notices = prepareGuardNotices(guard.data.mode, accounts.data?.accounts ?? null);
  return notices.map((notice) => <Notice key={notice.mode} notice={notice} />);
}

function Notice({ notice }: { notice: GuardNotice }) {
  const t = useTranslations("cooldowns.notice");
  const text = useNoticeText();
  const Icon = notice.mode === "off" ? ShieldOff : Eye;
  return (
    <p
      role="note"
      className="flex items-start gap-2.5 rounded-lg border border-warning/40 bg-warning-soft px-4 py-2.5 text-warning"
    >
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <span className="wrap-anywhere min-w-0 flex-1 font-medium">{text(notice)}</span>
      <Link
        href={notice.whose === "these" ? "/accounts" : "/cooldowns#guard"}
        className="shrink-0 rounded-sm font-medium text-foreground underline underline-offset-2"
      >
        {t("show")}
      </Link>
    </p>
  );
}

function useNoticeText(): (notice: GuardNotice) => string {
  const t = useTranslations("cooldowns.notice");
  const listNames = useNameList();
  return (notice) => {
    if (!("accounts" in notice)) return t(`${notice.mode}.${notice.whose}`);
    const { mode, whose, accounts } = notice;
    return t(`${mode}.${whose}`, { accounts: listNames(accounts), count: accounts.length });
  };
}
