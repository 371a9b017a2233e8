import { BellRing } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Instant } from "@/components/ui/instant";
import type { AlertRule } from "@/lib/contracts/alert-rules";

/** How a rule stands: what it alerts to now, and when it last did. */
export function RuleState({ rule: { firing, lastFiredAtMs, severity } }: { rule: AlertRule }) {
  const t = useTranslations("alert-rules.state");
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1 @3xl:flex-col @3xl:flex-nowrap @3xl:items-start">
      {firing > 0 && (
        <Link href="/alerts" className="rounded-full">
          <Badge tone={severity} icon={BellRing}>
            {t("firing", { count: firing })}
          </Badge>
        </Link>
      )}
      <span className="text-muted text-xs leading-5.5">
        {lastFiredAtMs === null
          ? t("never")
          : t.rich("last", { at: () => <Instant key="at" atMs={lastFiredAtMs} format="dateTime" /> })}
      </span>
    </div>
  );
}
