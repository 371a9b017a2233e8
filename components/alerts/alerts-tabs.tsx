"use client";

import { BellRing, CalendarClock, ListChecks, Megaphone } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";

export const ALERT_TABS = [
  { key: "alerts", href: "/alerts", icon: BellRing },
  { key: "rules", href: "/alerts/rules", icon: ListChecks },
  { key: "channels", href: "/alerts/channels", icon: Megaphone },
  { key: "maintenance", href: "/alerts/maintenance", icon: CalendarClock },
] as const;

/** The pages about alerts. Links, so that each has an address of its own and opens in a window of its own. */
export function AlertsTabs() {
  const t = useTranslations("alerts.tabs");
  const pathname = usePathname();
  return (
    <nav aria-label={t("label")} className="-mt-1 border-b">
      <ul className="-mb-px flex gap-1 overflow-x-auto">
        {ALERT_TABS.map(({ key, href, icon: Icon }) => {
          const current = pathname === href;
          return (
            <li key={key}>
              <Link
                href={href}
                aria-current={current ? "page" : undefined}
                className={cn(
                  "flex h-10 items-center gap-2 whitespace-nowrap rounded-t-md border-b-2 px-3 font-medium transition-colors",
                  "focus-visible:-outline-offset-2",
                  current
                    ? "border-accent text-accent"
                    : "border-transparent text-muted hover:border-control hover:text-foreground",
                )}
              >
                <Icon aria-hidden className="hidden size-4 sm:block" />
                {t(key)}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
