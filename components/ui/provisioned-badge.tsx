import { FileLock2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "./badge";
import { Tooltip } from "./tooltip";

/**
 * Says that something is declared in the provisioning file, and so cannot be changed here.
 *
 * @param describedBy the id of the text that says so, where one is on the page; else the badge says it itself
 */
export function ProvisionedBadge({ describedBy }: { describedBy?: string }) {
  const t = useTranslations("common");
  const why = t("provisionedWhy");
  return (
    <Tooltip content={why}>
      <button
        type="button"
        aria-describedby={describedBy}
        aria-description={describedBy === undefined ? why : undefined}
        className="cursor-help rounded-full"
      >
        <Badge icon={FileLock2}>{t("provisioned")}</Badge>
      </button>
    </Tooltip>
  );
}
