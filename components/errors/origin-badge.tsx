import { CirclePause, CircleSlash, Unplug } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import type { Origin } from "@/lib/contracts/common";

const LOOKS = {
  held: { tone: "warning", icon: CirclePause },
  local: { tone: "neutral", icon: CircleSlash },
  transport: { tone: "critical", icon: Unplug },
} as const satisfies Record<Exclude<Origin, "upstream">, { tone: Tone; icon: typeof Unplug }>;

/** Marks an answer that did not come from the provider; the provider's own are the rule and need no mark. */
export function OriginBadge({ origin }: { origin: Origin }) {
  const t = useTranslations("errors.origin");
  if (origin === "upstream") return null;
  return (
    <Badge {...LOOKS[origin]} className="h-5 px-1.5">
      {t(origin)}
    </Badge>
  );
}
