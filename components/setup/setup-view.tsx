"use client";

import { Archive, LockKeyhole, SearchX } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { parseAsString, useQueryState } from "nuqs";
import { PageHeader } from "@/components/shell/page-header";
import { buttonClasses } from "@/components/ui/button";
import { PanelEmpty, PanelFailure, PanelSkeleton } from "@/components/ui/panel";
import { useAccountsUntilCalled } from "@/lib/client/accounts/use-accounts-until-called";
import { useAllows, useViewer } from "@/lib/client/session/viewer";
import type { Account } from "@/lib/contracts/accounts";
import { AccountForm } from "./account-form";
import { ConnectStep } from "./connect-step";
import { OwnerStep } from "./owner-step";
import { SandboxCard } from "./sandbox-card";
import { SetupSteps } from "./setup-steps";

const COLUMNS = "grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_22rem]";

/** The setup: of a fresh installation its owner, then what can be done again and again. */
export function SetupView() {
  const viewer = useViewer();
  const maySetUp = useAllows("admin");
  if (viewer === null) return <OwnerStep />;
  return maySetUp ? <AccountSetup isOwner={viewer.role === "owner"} /> : <NotAllowed />;
}

/** First an account, then, with its id in the address, a program. Going back in the browser works. */
function AccountSetup({ isOwner }: { isOwner: boolean }) {
  const t = useTranslations("setup");
  const tCommon = useTranslations("common");
  const [accountId, setAccountId] = useQueryState(
    "account",
    parseAsString.withOptions({ history: "push", scroll: true }),
  );
  const { data, error, isPending, isFetching, refetch } = useAccountsUntilCalled(accountId);

  const open = async (account: Account) => {
    await setAccountId(account.id);
    // The form and with it the button that had the focus are gone.
    document.getElementById("content")?.focus({ preventScroll: true });
    // Focusing would scroll to the content's edge, and the header that sticks there would cover the heading.
    window.scrollTo({ top: 0 });
  };

  const step = accountId === null ? "account" : "connect";
  const account = data?.accounts.find(({ id }) => id === accountId);
  const isFirst = isOwner && data?.accounts.length === (step === "account" ? 0 : 1);
  return (
    <div className="flex w-full max-w-[87rem] flex-col gap-4">
      <PageHeader
        title={t(`${step}.title`)}
        description={t(account?.proxyKeysOnly ? "connect.proxyKeysOnlyDescription" : `${step}.description`)}
        // How many steps there are is known only with the accounts.
        actions={data && <SetupSteps current={step} isFirst={isFirst} />}
      />
      {isPending ? (
        <div className={COLUMNS}>
          <PanelSkeleton label={t(step === "connect" ? "snippets.label" : "form.label")} className="min-h-144" />
          {step === "connect" ? (
            <PanelSkeleton label={t("firstCall.label")} />
          ) : (
            // Its title is a question, which would be read out as what is loading.
            <PanelSkeleton label={t("sandbox.title")} loadingText={tCommon("loading")} />
          )}
        </div>
      ) : !data ? (
        <PanelFailure
          title={t("loadFailed")}
          error={error}
          onRetry={refetch}
          retrying={isFetching}
          className="min-h-144"
        />
      ) : accountId === null ? (
        <div className={COLUMNS}>
          <AccountForm accounts={data.accounts} onCreated={open} />
          <SandboxCard accounts={data.accounts} onCreated={open} />
        </div>
      ) : account === undefined ? (
        <PanelEmpty
          icon={SearchX}
          title={t("known.missing.title")}
          hint={t("known.missing.hint")}
          action={<ToAccounts />}
        />
      ) : account.archivedAtMs !== null ? (
        <PanelEmpty icon={Archive} title={account.name} hint={t("known.archivedHint")} action={<ToAccounts />} />
      ) : (
        <ConnectStep account={account} publicUrl={data.publicUrl} stale={error !== null} />
      )}
    </div>
  );
}

function NotAllowed() {
  const t = useTranslations("setup.notAllowed");
  const tRole = useTranslations("shell.role");
  const viewer = useViewer();
  const [accountId] = useQueryState("account");
  const role = viewer && tRole(`${viewer.role}.name`);
  return (
    <PanelEmpty
      icon={LockKeyhole}
      title={<h1>{t(accountId === null ? "title" : "connectTitle")}</h1>}
      hint={role && t(accountId === null ? "hint" : "connectHint", { role })}
      action={
        <Link href="/" className={buttonClasses({ variant: "primary" })}>
          {t("action")}
        </Link>
      }
    />
  );
}

function ToAccounts() {
  const t = useTranslations("setup.known");
  return (
    <Link href="/accounts" className={buttonClasses({ variant: "primary" })}>
      {t("toAccounts")}
    </Link>
  );
}
