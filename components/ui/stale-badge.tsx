import { CloudOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "./badge";
import { Tooltip } from "./tooltip";

/** Says that what is shown is from before a refresh that failed. */
export function StaleBadge() {
  const t = useTranslations("common.stale");
  return (
    <Tooltip content={t("hint")}>
      <button type="button" className="relative z-10 rounded-full">
        <Badge tone="warning" icon={CloudOff}>
          {t("label")}
        </Badge>
      </button>
    </Tooltip>
  );
}
