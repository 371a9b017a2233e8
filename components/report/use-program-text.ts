import { useTranslations } from "next-intl";
import type { Program } from "@/lib/client/report/prepare-report";

/** A program in words: by its proxy key, or by the account whose own key it sends. */
export function useProgramText(): (program: Program) => string {
  const t = useTranslations("report.program");
  return ({ accountId, account, proxyKeyId, proxyKey }) => {
    if (proxyKeyId !== null) return proxyKey === null ? t("removedKey") : t("key", { key: proxyKey });
    if (accountId === null) return t("unknown");
    return t("ownKey", { account: account ?? t("removedAccount") });
  };
}
