import { CircleCheck, CircleHelp, type LucideIcon, OctagonAlert, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import type { Account } from "@/lib/contracts/accounts";

const LOOKS: Readonly<Record<Account["level"], { tone: Tone; icon: LucideIcon }>> = {
  ok: { tone: "success", icon: CircleCheck },
  low: { tone: "warning", icon: TriangleAlert },
  critical: { tone: "critical", icon: TriangleAlert },
  empty: { tone: "critical", icon: OctagonAlert },
  unknown: { tone: "neutral", icon: CircleHelp },
};

/** Where a balance stands against its account's thresholds. */
export function LevelBadge({ level }: { level: Account["level"] }) {
  const t = useTranslations("accounts.level");
  return (
    <Badge tone={LOOKS[level].tone} icon={LOOKS[level].icon}>
      {t(level)}
    </Badge>
  );
}
