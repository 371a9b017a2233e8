import { Siren } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";

/** Marks what belongs to a rehearsal, so that nobody takes it for an emergency. */
export function DrillBadge() {
  const t = useTranslations("errors");
  return (
    <Badge tone="info" icon={Siren} className="h-5 px-1.5">
      {t("drill")}
    </Badge>
  );
}
