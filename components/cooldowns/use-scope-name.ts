import { useTranslations } from "next-intl";
import type { Cooldown } from "@/lib/contracts/cooldowns";

/** Whose ban it is: the address, or an account by its name. */
export function useScopeName(): (of: Pick<Cooldown, "scope" | "account">) => string {
  const t = useTranslations("cooldowns");
  return ({ scope, account }) => {
    if (scope === "egress") return t("egress");
    return account === null ? t("removedAccount") : t("account", { account });
  };
}
