import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { Severity } from "@/lib/domain/alert-rules/kinds";

/** How bad it is, in a word. */
export function SeverityBadge({ severity }: { severity: Severity }) {
  const t = useTranslations("alert-rules.severity");
  return <Badge tone={severity}>{t(severity)}</Badge>;
}
