"use client";

import { BellOff } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { buttonClasses } from "@/components/ui/button";
import { useChannels } from "@/lib/client/channels/channels";
import { useAllows } from "@/lib/client/session/viewer";

/** Says that alerts reach nobody as long as no channel works: the page would look well, and the team would hear nothing. */
export function NobodyToldBar() {
  const t = useTranslations("alerts.nobodyTold");
  const mayChange = useAllows("admin");
  const { data } = useChannels();
  if (!data || data.channels.some(({ enabled }) => enabled)) return null;
  const words = data.channels.length === 0 ? "none" : "off";
  return (
    <section
      aria-label={t(`${words}.title`)}
      className="flex flex-wrap items-center gap-x-4 gap-y-3 rounded-lg border border-warning/40 bg-surface px-4 py-3 shadow-panel"
    >
      <span className="flex size-9 shrink-0 items-center justify-center rounded-full bg-warning-soft text-warning">
        <BellOff aria-hidden className="size-4.5" />
      </span>
      <div className="min-w-52 flex-1">
        <p className="font-medium">{t(`${words}.title`)}</p>
        <p className="max-w-[75ch] text-muted">{t(mayChange ? `${words}.hint` : "needsAdmin")}</p>
      </div>
      <Link href="/alerts/channels" className={buttonClasses({ variant: mayChange ? "primary" : "secondary" })}>
        {t(mayChange ? `${words}.action` : "look")}
      </Link>
    </section>
  );
}
