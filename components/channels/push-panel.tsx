"use client";

import { useTranslations } from "next-intl";
import { Panel, PanelFailure, PanelSkeleton } from "@/components/ui/panel";
import { useRules } from "@/lib/client/alert-rules/rules";
import { useChannels } from "@/lib/client/channels/channels";
import { isUnled } from "@/lib/client/channels/naming-rules";
import { readPushGate } from "@/lib/client/channels/push-gate";
import { usePush, useThisBrowser } from "@/lib/client/push/push";
import { toPushStanding } from "@/lib/client/push/push-standing";
import { useAllows } from "@/lib/client/session/viewer";
import { PushBrowserList } from "./push-browser-list";
import { PushChannelNote } from "./push-channel-note";
import { PushStandingView } from "./push-standing-view";

const HEIGHT = "min-h-60";

/** Browser push, for everybody: this browser, and the viewer's others. */
export function PushPanel({ onAddChannel }: { onAddChannel: () => void }) {
  const t = useTranslations("channels.push");
  const push = usePush();
  const browser = useThisBrowser();
  const channels = useChannels();
  const rules = useRules().data?.rules;
  const mayAdd = useAllows("admin");
  const error = push.error ?? browser.error;

  if (push.isPending || browser.isPending) return <PanelSkeleton label={t("label")} className={HEIGHT} />;
  if (!push.data || !browser.data) {
    return (
      <PanelFailure
        title={t(push.data ? "readFailed" : "loadFailed")}
        error={error}
        onRetry={() => {
          if (!push.data) void push.refetch();
          if (!browser.data) void browser.refetch();
        }}
        retrying={push.isFetching || browser.isFetching}
        className={HEIGHT}
      />
    );
  }
  const standing = toPushStanding(browser.data, push.data.subscriptions);
  const { missing, button } = readPushGate(channels.data?.channels, mayAdd, (channel) => isUnled(channel, rules));
  return (
    <Panel label={t("label")} stale={push.error !== null} flush>
      <div className="grid gap-4 px-4 pb-4">
        {missing !== null && <PushChannelNote missing={missing} mayAdd={mayAdd} onAddChannel={onAddChannel} />}
        <PushStandingView standing={standing} publicKey={push.data.publicKey} button={button} />
      </div>
      <PushBrowserList subscriptions={push.data.subscriptions} thisId={standing.kind === "on" ? standing.id : null} />
    </Panel>
  );
}
