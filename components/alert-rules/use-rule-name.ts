import { useTranslations } from "next-intl";
import { builtInNameOf } from "@/lib/client/alert-rules/built-in-name";
import type { AlertRule } from "@/lib/contracts/alert-rules";
import type { Incident, PendingAlert } from "@/lib/contracts/incidents";

type Named = Pick<Incident | PendingAlert, "rule" | "kind"> | Pick<AlertRule, "name" | "when" | "isDefault">;

/** What a rule is called: as a person named it, or in the viewer's language while it has the name that it came with. */
export function useRuleName(): (of: Named) => string {
  const t = useTranslations("alert-rules.builtIn");
  return (of) => {
    const [name, when] = "rule" in of ? [of.rule, of.kind] : [of.name, of.when];
    const own = "isDefault" in of && !of.isDefault ? null : builtInNameOf(name, when);
    return own === null ? name : t(own);
  };
}
