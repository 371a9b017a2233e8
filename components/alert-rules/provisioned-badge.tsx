import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Tooltip } from "@/components/ui/tooltip";

/** Says that something is declared in the provisioning file, and so cannot be changed here. */
export function ProvisionedBadge() {
  const t = useTranslations("alert-rules");
  return (
    <Tooltip content={t("provisionedWhy")}>
      <button type="button" aria-description={t("provisionedWhy")} className="cursor-help rounded-full">
        <Badge tone="info">{t("provisioned")}</Badge>
      </button>
    </Tooltip>
  );
}
