"use client";

import { KeyRound, Plus } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Button, buttonClasses } from "@/components/ui/button";
import { FoldedList } from "@/components/ui/folded-list";
import { Panel, PanelEmpty, PanelFailure, PanelSkeleton } from "@/components/ui/panel";
import { useAccounts } from "@/lib/client/accounts/accounts";
import { useProxyKeys } from "@/lib/client/settings/proxy-keys";
import type { CreateProxyKeyResponse, ProxyKey } from "@/lib/contracts/proxy-keys";
import { IssueKeyDialog } from "./issue-key-dialog";
import { IssuedKeyDialog } from "./issued-key-dialog";
import { KeyList } from "./key-list";
import { RevokeKeyDialog } from "./revoke-key-dialog";
import { useCommand } from "./use-command";

type Window = { kind: "issue" } | { kind: "issued"; made: CreateProxyKeyResponse } | { kind: "revoke"; key: ProxyKey };

/** The keys that programs call with instead of an account's own. */
export function KeysView() {
  const { open, start, next, close } = useCommand<Window>();
  return (
    <>
      <Keys onIssue={() => start({ kind: "issue" })} onRevoke={(key) => start({ kind: "revoke", key })} />
      {open?.kind === "issue" && <IssueKeyDialog onMade={(made) => next({ kind: "issued", made })} onClose={close} />}
      {open?.kind === "issued" && <IssuedKeyDialog made={open.made} onClose={close} />}
      {open?.kind === "revoke" && <RevokeKeyDialog proxyKey={open.key} onClose={close} />}
    </>
  );
}

type KeysProps = { onIssue: () => void; onRevoke: (key: ProxyKey) => void };

function Keys({ onIssue, onRevoke }: KeysProps) {
  const t = useTranslations("settings.keys");
  const { data, error, isPending, isFetching, refetch } = useProxyKeys();
  const accounts = useAccounts();
  const hasNoAccount = accounts.data?.accounts.every(({ archivedAtMs }) => archivedAtMs !== null) ?? false;

  if (isPending) return <PanelSkeleton label={t("title")} className="min-h-72" />;
  if (!data) return <PanelFailure title={t("loadFailed")} error={error} onRetry={refetch} retrying={isFetching} />;

  const active = data.keys.filter(({ state }) => state === "active");
  const ended = data.keys.filter(({ state }) => state !== "active");
  const issue = (
    <Button variant="primary" size={active.length > 0 ? "sm" : "md"} onClick={onIssue}>
      <Plus aria-hidden />
      {t("issue")}
    </Button>
  );
  const explanation = { icon: KeyRound, hint: t("empty.hint"), action: issue, className: "min-h-72" };
  return (
    <>
      {active.length > 0 && (
        <Panel label={t("label", { count: active.length })} stale={error !== null} actions={issue} flush>
          <KeyList label={t("title")} keys={active} onRevoke={onRevoke} />
        </Panel>
      )}
      {active.length === 0 &&
        (hasNoAccount ? (
          <PanelEmpty
            {...explanation}
            title={t("noAccount.title")}
            hint={`${t("empty.hint")} ${t("noAccount.hint")}`}
            action={
              <Link href="/setup" className={buttonClasses({ variant: "primary" })}>
                {t("noAccount.action")}
              </Link>
            }
          />
        ) : (
          <PanelEmpty {...explanation} title={ended.length > 0 ? t("noneActive") : t("empty.title")} />
        ))}
      {ended.length > 0 && (
        <FoldedList label={t("ended", { count: ended.length })}>
          <KeyList label={t("ended", { count: ended.length })} keys={ended} onRevoke={onRevoke} />
        </FoldedList>
      )}
    </>
  );
}
