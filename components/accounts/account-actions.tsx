"use client";

import { Archive, ArchiveRestore, ChartPie, KeyRound, type LucideIcon, Pencil, Plug } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button, buttonClasses } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { useAllows } from "@/lib/client/session/viewer";
import type { Account } from "@/lib/contracts/accounts";

/** What changes an account. */
type AccountChange = "edit" | "replaceKey" | "archive" | "restore";
export type AccountCommand = AccountChange | "callers";

const ICONS: Readonly<Record<AccountChange, LucideIcon>> = {
  edit: Pencil,
  replaceKey: KeyRound,
  archive: Archive,
  restore: ArchiveRestore,
};

/** In a table that is short of room (see AccountList) the icons stand alone. */
const WORDS = "@4xl:hidden @7xl:inline";
const ROOM = "@4xl:px-1 @7xl:px-2.5";

type AccountActionsProps = {
  account: Account;
  /** The id of the text that says why a provisioned account cannot be changed here. */
  reasonId: string;
  onCommand: (command: AccountCommand, account: Account) => void;
  /** The command that is under way for this account. */
  pending: boolean;
};

/** What the viewer can do with an account. A provisioned one keeps its commands in sight, switched off, with the reason. */
export function AccountActions({ account, reasonId, onCommand, pending }: AccountActionsProps) {
  const t = useTranslations("accounts.action");
  const tAccounts = useTranslations("accounts");
  const mayManage = useAllows("admin");
  return (
    <div className="flex flex-wrap gap-1.5 @4xl:flex-nowrap @4xl:gap-0.5 @7xl:gap-1.5">
      {mayManage && account.archivedAtMs === null && (
        <Link
          href={`/setup?account=${encodeURIComponent(account.id)}`}
          className={cn(buttonClasses({ size: "sm" }), ROOM)}
          aria-label={t("of", { action: t("connect"), name: account.name })}
          title={t("connect")}
        >
          <Plug aria-hidden />
          <span className={WORDS}>{t("connect")}</span>
        </Link>
      )}
      <Button
        size="sm"
        variant="ghost"
        className={ROOM}
        aria-label={t("of", { action: t("callers"), name: account.name })}
        title={t("callers")}
        onClick={() => onCommand("callers", account)}
      >
        <ChartPie aria-hidden />
        <span className={WORDS}>{t("callers")}</span>
      </Button>
      {(mayManage ? commandsOf(account) : []).map((command) => {
        const Icon = ICONS[command];
        return (
          <Button
            key={command}
            size="sm"
            variant="ghost"
            className={cn(
              ROOM,
              "aria-disabled:cursor-not-allowed aria-disabled:text-muted aria-disabled:opacity-50 aria-disabled:hover:bg-transparent",
            )}
            aria-label={t("of", { action: t(command), name: account.name })}
            title={account.provisioned ? tAccounts("provisionedWhy") : t(command)}
            aria-describedby={account.provisioned ? reasonId : undefined}
            // Not `disabled`: the reason could not be reached by keyboard.
            aria-disabled={account.provisioned || undefined}
            loading={pending && command === "restore"}
            onClick={() => !account.provisioned && onCommand(command, account)}
          >
            <Icon aria-hidden />
            <span className={WORDS}>{t(command)}</span>
          </Button>
        );
      })}
    </div>
  );
}

/** The sandbox makes its own key, so there is none to replace. */
function commandsOf(account: Account): readonly AccountChange[] {
  if (account.archivedAtMs !== null) return ["restore"];
  return account.provider === "sandbox" ? ["edit", "archive"] : ["edit", "replaceKey", "archive"];
}
