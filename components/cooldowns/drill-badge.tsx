import { Drama } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";

/** Marks a rehearsal, so that nobody takes it for a ban. */
export function DrillBadge() {
  const t = useTranslations("cooldowns");
  return (
    <Badge tone="info" icon={Drama} title={t("drillHint")}>
      {t("drill")}
    </Badge>
  );
}
