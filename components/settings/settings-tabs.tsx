"use client";

import { KeyRound, ScrollText, Users, Webhook } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";

const TABS = [
  { key: "people", href: "/settings/people", icon: Users },
  { key: "keys", href: "/settings/keys", icon: KeyRound },
  { key: "tokens", href: "/settings/tokens", icon: Webhook },
  { key: "audit", href: "/settings/audit", icon: ScrollText },
] as const;

/** The pages of the settings. Links, so that each has an address of its own and opens in a window of its own. */
export function SettingsTabs() {
  const t = useTranslations("settings.tabs");
  const pathname = usePathname();
  return (
    <nav aria-label={t("label")} className="-mt-1 border-b">
      <ul className="-mb-px flex gap-1 overflow-x-auto">
        {TABS.map(({ key, href, icon: Icon }) => {
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
