"use client";

import { Archive, Plus, WalletCards } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { flushSync } from "react-dom";
import { PageHeader } from "@/components/shell/page-header";
import { buttonClasses } from "@/components/ui/button";
import { FoldedList } from "@/components/ui/folded-list";
import { Panel, PanelEmpty, PanelFailure, PanelSkeleton } from "@/components/ui/panel";
import { toast } from "@/components/ui/toaster";
import { useAccounts, useUpdateAccount } from "@/lib/client/accounts/accounts";
import { useAllows } from "@/lib/client/session/viewer";
import type { Account } from "@/lib/contracts/accounts";
import type { AccountCommand } from "./account-actions";
import { AccountList } from "./account-list";
import { ArchiveAccountDialog } from "./archive-account-dialog";
import { CallersSheet } from "./callers-sheet";
import { EditAccountSheet } from "./edit-account-sheet";
import { ReplaceKeyDialog } from "./replace-key-dialog";

type OpenCommand = { command: AccountCommand; account: Account };

/** All accounts, and what can be done with them. */
export function AccountsView() {
  const t = useTranslations("accounts");
  const [open, setOpen] = useState<OpenCommand | null>(null);
  const opener = useRef<Element | null>(null);
  const restore = useUpdateAccount();

  const command = (wanted: AccountCommand, account: Account) => {
    if (wanted !== "restore") {
      opener.current = document.activeElement;
      return setOpen({ command: wanted, account });
    }
    if (restore.isPending) return;
    restore.mutate(
      { id: account.id, changes: { archived: false } },
      {
        onSuccess: () => toast.success(t("restore.done", { name: account.name })),
        onError: (error) => toast.error(t("restore.failed", { name: account.name }), { description: error.message }),
      },
    );
  };

  // A window without a trigger of its own lets the focus go; the button that opened it may have gone with its row.
  const close = () => {
    flushSync(() => setOpen(null));
    const button = opener.current;
    const target = button?.isConnected ? button : document.getElementById("content");
    if (target instanceof HTMLElement) target.focus();
  };

  return (
    <>
      <PageHeader title={t("title")} description={t("description")} actions={<AddAccount label={t("add")} />} />
      <Accounts onCommand={command} pendingId={restore.isPending ? restore.variables.id : null} />
      {open?.command === "edit" && <EditAccountSheet account={open.account} onClose={close} />}
      {open?.command === "replaceKey" && <ReplaceKeyDialog account={open.account} onClose={close} />}
      {open?.command === "callers" && <CallersSheet account={open.account} onClose={close} />}
      {open?.command === "archive" && <ArchiveAccountDialog account={open.account} onClose={close} />}
    </>
  );
}

type AccountsProps = { onCommand: (command: AccountCommand, account: Account) => void; pendingId: string | null };

function Accounts(props: AccountsProps) {
  const t = useTranslations("accounts");
  const tSetup = useTranslations("setup.notAllowed");
  const mayAdd = useAllows("admin");
  const { data, error, isPending, isFetching, refetch } = useAccounts();

  if (isPending) return <PanelSkeleton label={t("title")} />;
  if (!data) {
    return <PanelFailure title={t("loadFailed")} error={error} onRetry={refetch} retrying={isFetching} />;
  }
  if (data.accounts.length === 0) {
    return (
      <PanelEmpty
        icon={WalletCards}
        title={t("empty.title")}
        hint={mayAdd ? t("empty.hint") : tSetup("title")}
        action={<AddAccount label={t("empty.action")} />}
      />
    );
  }

  const active = data.accounts.filter(({ archivedAtMs }) => archivedAtMs === null);
  const archived = data.accounts.filter(({ archivedAtMs }) => archivedAtMs !== null);
  return (
    <>
      {active.length === 0 ? (
        <PanelEmpty icon={Archive} title={t("emptyActive.title")} hint={t("emptyActive.hint")} />
      ) : (
        <Panel label={t("count", { count: active.length })} stale={error !== null} flush>
          <AccountList label={t("title")} accounts={active} {...props} />
        </Panel>
      )}
      {archived.length > 0 && <ArchivedAccounts accounts={archived} {...props} />}
    </>
  );
}

function ArchivedAccounts({ accounts, ...props }: AccountsProps & { accounts: readonly Account[] }) {
  const t = useTranslations("accounts");
  const label = t("archived", { count: accounts.length });
  return (
    <FoldedList label={label}>
      <AccountList label={label} accounts={accounts} {...props} />
    </FoldedList>
  );
}

/** Not there for who may not: the server would refuse it. */
function AddAccount({ label }: { label: string }) {
  const mayAdd = useAllows("admin");
  if (!mayAdd) return null;
  return (
    <Link href="/setup" className={buttonClasses({ variant: "primary" })}>
      <Plus aria-hidden />
      {label}
    </Link>
  );
}
