"use client";

import { BellRing, ChartNoAxesColumn, Hourglass, LayoutDashboard, Settings, WalletCards } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { useAllows } from "@/lib/client/session/viewer";
import { AlertCount } from "./alert-count";

const LINKS = [
  { href: "/", section: "/", key: "overview", icon: LayoutDashboard },
  { href: "/errors", section: "/errors", key: "errors", icon: ChartNoAxesColumn },
  { href: "/cooldowns", section: "/cooldowns", key: "cooldowns", icon: Hourglass },
  { href: "/alerts", section: "/alerts", key: "alerts", icon: BellRing },
  { href: "/accounts", section: "/accounts", key: "accounts", icon: WalletCards },
  { href: "/settings/people", section: "/settings", key: "settings", icon: Settings },
] as const;

/** The pages of the dashboard that the viewer may see, with the one being shown marked. */
export function NavLinks({ onNavigate }: { onNavigate?: () => void }) {
  const t = useTranslations("shell.nav");
  const pathname = usePathname();
  const mayManage = useAllows("admin");
  const links = LINKS.filter(({ key }) => key !== "settings" || mayManage);
  return (
    <nav aria-label={t("label")}>
      <ul className="flex flex-col gap-0.5">
        {links.map(({ href, section, key, icon: Icon }) => {
          const current = pathname === section || (section !== "/" && pathname.startsWith(`${section}/`));
          return (
            <li key={href}>
              <Link
                href={href}
                onClick={onNavigate}
                aria-current={current ? "page" : undefined}
                className={cn(
                  "flex h-9 items-center gap-2.5 rounded-md px-2.5 font-medium transition-colors",
                  current ? "bg-accent-soft text-accent" : "text-muted hover:bg-hover hover:text-foreground",
                )}
              >
                <Icon aria-hidden className="size-4 shrink-0" />
                {t(key)}
                {key === "alerts" && <AlertCount />}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
