"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { CodeBlock } from "@/components/ui/code-block";
import { Panel } from "@/components/ui/panel";
import {
  KEY_PLACEHOLDER,
  PROXY_KEY_PLACEHOLDER,
  prepareSnippets,
  snippetKey,
} from "@/lib/client/accounts/connection-snippets";
import type { Account } from "@/lib/contracts/accounts";
import { AccountSummary } from "./account-summary";
import { FirstCall } from "./first-call";
import { SnippetTabs } from "./snippet-tabs";

type ConnectStepProps = {
  account: Account;
  /** The address that programs are to use, where the server names one. */
  publicUrl: string | null;
  stale: boolean;
};

/** How a program comes to call through Banwatch, and the proof that it does. */
export function ConnectStep({ account, publicUrl, stale }: ConnectStepProps) {
  const t = useTranslations("setup.snippets");
  // Only drawn once the account has been fetched, which happens in the browser alone.
  const baseUrl = publicUrl ?? window.location.origin;
  const snippets = prepareSnippets({
    baseUrl,
    clientKey: snippetKey(account),
    provider: account.provider,
    formerBaseUrl: account.baseUrl,
    methods: null,
  });
  const toKeys = (text: ReactNode) => (
    <Link href="/settings/keys" className="rounded-sm text-accent underline underline-offset-2">
      {text}
    </Link>
  );
  // Set apart, for it ends in dots of its own.
  const code = (text: ReactNode) => (
    <code translate="no" className="rounded-sm bg-sunken px-1 font-mono text-xs">
      {text}
    </code>
  );
  return (
    <>
      <AccountSummary account={account} />
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_22rem]">
        <Panel label={t(account.proxyKeysOnly ? "proxyKeysOnlyLabel" : "label")}>
          <div className="flex flex-col gap-4">
            <CodeBlock code={baseUrl} label={t("base")} />
            <SnippetTabs snippets={snippets} />
            <div className="max-w-[80ch] text-muted">
              {account.proxyKeysOnly ? (
                <p>{t.rich("proxyKeysOnlyHint", { link: toKeys, code, placeholder: PROXY_KEY_PLACEHOLDER })}</p>
              ) : (
                <>
                  <p>
                    {account.sandboxKey === null
                      ? t.rich("keyHint", { last4: account.keyLast4, placeholder: KEY_PLACEHOLDER, code })
                      : t("sandboxHint")}
                  </p>
                  <p>{t.rich("proxyKey", { link: toKeys })}</p>
                </>
              )}
              {account.provider === "sandbox" && <p>{t("testCards")}</p>}
              {account.provider !== "sandbox" && <p>{t("costs")}</p>}
            </div>
          </div>
        </Panel>
        <div className="xl:sticky xl:top-17">
          <FirstCall firstCallAtMs={account.firstCallAtMs} stale={stale} />
        </div>
      </div>
    </>
  );
}
