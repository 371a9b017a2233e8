"use client";

import type { LucideIcon } from "lucide-react";
import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "@/components/ui/cn";

type PageTabsProps = {
  /** What the pages are about, for assistive technology. */
  label: string;
  tabs: readonly { readonly href: string; readonly icon: LucideIcon; readonly text: string }[];
};

/** Pages that belong together. Links, so that each has an address of its own and opens in a window of its own. */
export function PageTabs({ label, tabs }: PageTabsProps) {
  const pathname = usePathname();
  return (
    <nav aria-label={label} className="-mt-1 border-b">
      <ul className="-mb-px flex gap-1 overflow-x-auto">
        {tabs.map(({ href, icon: Icon, text }) => {
          const current = pathname === href;
          return (
            <li key={href}>
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
                {text}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
