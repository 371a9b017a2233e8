"use client";

import { Monitor, Smartphone } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Instant } from "@/components/ui/instant";
import { toast } from "@/components/ui/toaster";
import { useSwitchPushOff } from "@/lib/client/push/push";
import { readUserAgent } from "@/lib/client/session/user-agent";
import type { PushResponse } from "@/lib/contracts/alert-settings";

type Subscription = PushResponse["subscriptions"][number];

type PushBrowserListProps = {
  subscriptions: readonly Subscription[];
  /** The one that the viewer sits at; null where that has it off. */
  thisId: string | null;
};

/** The browsers that the viewer has it on in, this one first; nothing while there is none. */
export function PushBrowserList({ subscriptions, thisId }: PushBrowserListProps) {
  const t = useTranslations("channels.push");
  if (subscriptions.length === 0) return null;
  const sorted = subscriptions.toSorted(
    (a, b) => Number(b.id === thisId) - Number(a.id === thisId) || b.createdAtMs - a.createdAtMs,
  );
  return (
    <div className="border-t">
      <h3 className="px-4 pt-3 pb-1 text-muted text-xs">{t("browsers")}</h3>
      <ul className="divide-y">
        {sorted.map((subscription) => (
          <BrowserRow key={subscription.id} subscription={subscription} isThis={subscription.id === thisId} />
        ))}
      </ul>
    </div>
  );
}

const POCKET_SYSTEMS: ReadonlySet<string | null> = new Set(["iOS", "iPadOS", "Android", "HarmonyOS"]);

function BrowserRow({ subscription, isThis }: { subscription: Subscription; isThis: boolean }) {
  const t = useTranslations("channels.push");
  const format = useFormatter();
  const switchOff = useSwitchPushOff();
  const { id, userAgent, createdAtMs } = subscription;
  const { browser, system } = readUserAgent(userAgent);
  const name =
    browser !== null && system !== null
      ? t("browserOn", { browser, system })
      : (browser ?? system ?? t("unknownBrowser"));
  const Icon = POCKET_SYSTEMS.has(system) ? Smartphone : Monitor;

  const off = () => {
    if (switchOff.isPending) return;
    switchOff.mutate(
      { id, isThis },
      {
        onSuccess: () => toast.success(t("switchedOff")),
        onError: (error) => toast.error(t("switchOffFailed"), { description: error.message }),
      },
    );
  };

  return (
    <li className="flex items-center gap-3 px-4 py-2.5">
      <Icon aria-hidden className="size-4 shrink-0 text-muted" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium" title={userAgent}>
          <span className="wrap-anywhere">{name}</span>
          {isThis && <Badge tone="success">{t("thisBrowser")}</Badge>}
        </p>
        <p className="text-muted text-xs">
          {t.rich("since", { at: () => <Instant atMs={createdAtMs} format="dateTime" /> })}
        </p>
      </div>
      {/* This one is switched off above. */}
      {!isThis && (
        <Button
          size="sm"
          onClick={off}
          loading={switchOff.isPending}
          aria-label={t("switchOffOf", { name, since: format.dateTime(createdAtMs, "dateTime") })}
        >
          {t("switchOff")}
        </Button>
      )}
    </li>
  );
}
