"use client";

import { useTranslations } from "next-intl";
import { CodeBlock } from "@/components/ui/code-block";
import { SecretDialog } from "@/components/ui/secret-dialog";
import { prepareTokenExample } from "@/lib/client/settings/token-form";
import type { CreateApiTokenResponse } from "@/lib/contracts/tokens";

/** A token that was just created, told this once, and how a program sends it. */
export function CreatedTokenDialog({ made, onClose }: { made: CreateApiTokenResponse; onClose: () => void }) {
  const t = useTranslations("settings.tokens.dialog");
  const tSettings = useTranslations("settings");
  return (
    <SecretDialog
      title={<bdi className="wrap-anywhere">{t("doneTitle", { name: made.apiToken.name })}</bdi>}
      description={t("doneDescription")}
      label={t("tokenLabel")}
      secret={made.token}
      doneLabel={tSettings("done")}
      onClose={onClose}
    >
      {/* The API is where this page came from; the address for programs may lead to the calls alone. */}
      <CodeBlock label={t("use")} code={prepareTokenExample(window.location.origin, made.token)} />
    </SecretDialog>
  );
}
