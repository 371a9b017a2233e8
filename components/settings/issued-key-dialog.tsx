"use client";

import { useTranslations } from "next-intl";
import { SnippetTabs } from "@/components/setup/snippet-tabs";
import { SecretDialog } from "@/components/ui/secret-dialog";
import { useAccounts } from "@/lib/client/accounts/accounts";
import { prepareSnippets } from "@/lib/client/accounts/connection-snippets";
import type { CreateProxyKeyResponse } from "@/lib/contracts/proxy-keys";

/** A key that was just issued, told this once, and how a program uses it. */
export function IssuedKeyDialog({ made, onClose }: { made: CreateProxyKeyResponse; onClose: () => void }) {
  const t = useTranslations("settings.keys.dialog");
  const tSettings = useTranslations("settings");
  const { data } = useAccounts();
  const { proxyKey, key } = made;
  const provider = data?.accounts.find(({ id }) => id === proxyKey.accountId)?.provider;
  return (
    <SecretDialog
      title={<bdi className="wrap-anywhere">{t("doneTitle", { label: proxyKey.label })}</bdi>}
      description={t("doneDescription", { account: proxyKey.account })}
      label={t("keyLabel")}
      secret={key}
      doneLabel={tSettings("done")}
      onClose={onClose}
    >
      {provider !== undefined && (
        <section>
          <h3 className="mb-2 font-medium">{t("use")}</h3>
          <SnippetTabs
            snippets={prepareSnippets({
              // The window is only drawn after an answer, which happens in the browser alone.
              baseUrl: data?.publicUrl ?? window.location.origin,
              clientKey: key,
              provider,
              formerBaseUrl: null,
              methods: proxyKey.methods,
            })}
          />
        </section>
      )}
    </SecretDialog>
  );
}
