import { CloudOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Tooltip } from "@/components/ui/tooltip";

/** Says that figures are from before a refresh that failed, where no `Panel` says it. */
export function StaleNote() {
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
