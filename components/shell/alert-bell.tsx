"use client";

import { Bell, BellRing } from "lucide-react";
import { useTranslations } from "next-intl";
import { Popover } from "radix-ui";
import { useState } from "react";
import { SEVERITY_LOOKS } from "@/components/alerts/severity-look";
import { cn } from "@/components/ui/cn";
import { useOpenAlerts } from "@/lib/client/alerts/alerts";
import { readFiring } from "@/lib/client/alerts/fired-anew";
import { shortCount } from "@/lib/client/alerts/tab-signal";
import { AlertBellList } from "./alert-bell-list";

/** How much fires, coloured by the worst of it, with the newest at one press. Quiet when it is not known. */
export function AlertBell() {
  const t = useTranslations("alerts.bell");
  const [isOpen, setIsOpen] = useState(false);
  const { data } = useOpenAlerts();
  const { count, worst } = readFiring(data?.incidents ?? [], data?.counts.firing ?? 0);
  const label = data === undefined ? t("unknown") : t("label", { count });
  const Icon = count > 0 ? BellRing : Bell;
  return (
    <Popover.Root open={isOpen} onOpenChange={setIsOpen}>
      <Popover.Trigger asChild>
        <button
          type="button"
          aria-label={label}
          title={label}
          className={cn(
            "relative inline-flex size-9 shrink-0 items-center justify-center rounded-md text-muted transition-colors",
            "hover:bg-hover hover:text-foreground aria-expanded:bg-hover aria-expanded:text-foreground",
          )}
        >
          <Icon aria-hidden className="size-4" />
          {count > 0 && (
            <span
              aria-hidden
              className={cn(
                "absolute top-0.5 right-0 flex h-4 min-w-4 items-center justify-center rounded-full px-1 font-semibold text-[0.625rem] tabular-nums leading-none ring-2 ring-surface",
                SEVERITY_LOOKS[worst ?? "info"].solid,
              )}
            >
              {shortCount(count)}
            </span>
          )}
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="end"
          sideOffset={6}
          collisionPadding={8}
          aria-label={t("title")}
          className="z-50 flex max-h-(--radix-popover-content-available-height) w-[calc(100vw-1rem)] max-w-88 animate-appear flex-col rounded-lg bg-raised shadow-raised outline-none"
        >
          <AlertBellList onLeave={() => setIsOpen(false)} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
