import { useTranslations } from "next-intl";

type Program = { readonly account: string | null; readonly proxyKey: string | null };

/** A program by its proxy key's label, or by the account whose own key it sends. */
export function useProgramName(): (program: Program) => string {
  const t = useTranslations("cooldowns.risk");
  return ({ account, proxyKey }) => proxyKey ?? t("ownKey", { account: account ?? t("removedAccount") });
}
