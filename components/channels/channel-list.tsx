"use client";

import { Pencil, Send, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { RowButton } from "@/components/settings/row-button";
import { Badge } from "@/components/ui/badge";
import { ProvisionedBadge } from "@/components/ui/provisioned-badge";
import { type RecordColumn, RecordList } from "@/components/ui/record-list";
import { Tooltip } from "@/components/ui/tooltip";
import { useRules } from "@/lib/client/alert-rules/rules";
import { toChannelAddress } from "@/lib/client/channels/channel-address";
import { isUnled } from "@/lib/client/channels/naming-rules";
import type { ServerClock } from "@/lib/client/clock/server-clock";
import type { AlertChannel } from "@/lib/contracts/alert-channels";
import type { ChannelCommand } from "./channel-command";
import { ChannelMark } from "./channel-mark";
import { ChannelStandingView } from "./channel-standing-view";
import { ChannelSwitch } from "./channel-switch";

type ChannelListProps = {
  channels: readonly AlertChannel[];
  clock: ServerClock;
  /** Null for who may not change them. */
  onCommand: ((command: ChannelCommand) => void) | null;
};

export function ChannelList({ channels, clock, onCommand }: ChannelListProps) {
  const t = useTranslations("channels");
  const rules = useRules().data?.rules;
  const columns: RecordColumn<AlertChannel>[] = [
    {
      key: "channel",
      header: t("column.channel"),
      part: "name",
      className: "w-2/5",
      cell: (channel) => <ChannelName channel={channel} />,
    },
    {
      key: "state",
      header: t("column.state"),
      part: "wide",
      cell: (channel) => <ChannelStandingView channel={channel} unled={isUnled(channel, rules)} clock={clock} />,
    },
  ];
  if (onCommand !== null) {
    columns.push(
      { key: "on", header: t("column.on"), cell: (channel) => <ChannelSwitch channel={channel} /> },
      {
        key: "actions",
        header: t("column.actions"),
        part: "actions",
        cell: (channel) => <ChannelActions channel={channel} onCommand={onCommand} />,
      },
    );
  }
  return <RecordList label={t("title")} columns={columns} rows={channels} rowKey={({ id }) => id} />;
}

function ChannelName({ channel }: { channel: AlertChannel }) {
  const t = useTranslations("channels");
  const { type, name, isDefault, provisioned, enabled, subscribers } = channel;
  const address = toChannelAddress(channel);
  return (
    <div className="flex min-w-0 items-start gap-3">
      <ChannelMark type={type} dimmed={!enabled} />
      <div className="min-w-0">
        <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <bdi className="wrap-anywhere font-medium">{name}</bdi>
          {isDefault && <DefaultBadge />}
          {provisioned && <ProvisionedBadge />}
        </span>
        <span className="wrap-anywhere flex flex-wrap gap-x-2 text-muted text-xs">
          <span>{t(`type.${type}.name`)}</span>
          {address !== null && (
            <span translate="no" className="font-mono">
              {address}
            </span>
          )}
          {subscribers !== null && <span>{t("subscribers", { count: subscribers })}</span>}
        </span>
      </div>
    </div>
  );
}

function DefaultBadge() {
  const t = useTranslations("channels");
  return (
    <Tooltip content={t("defaultWhy")}>
      <button type="button" aria-description={t("defaultWhy")} className="cursor-help rounded-full">
        <Badge tone="info">{t("default")}</Badge>
      </button>
    </Tooltip>
  );
}

function ChannelActions({
  channel,
  onCommand,
}: {
  channel: AlertChannel;
  onCommand: (command: ChannelCommand) => void;
}) {
  const t = useTranslations("channels");
  const { name, provisioned } = channel;
  const reason = provisioned ? t("provisionedWhy") : undefined;
  return (
    <div className="flex flex-wrap gap-1.5 @4xl:flex-nowrap">
      <RowButton
        icon={Send}
        action={t("action.test")}
        name={name}
        onPress={() => onCommand({ kind: "test", channel })}
        crowded="fewColumns"
      />
      <RowButton
        icon={Pencil}
        action={t("action.edit")}
        name={name}
        reason={reason}
        onPress={() => onCommand({ kind: "edit", channel })}
        crowded="fewColumns"
      />
      <RowButton
        icon={Trash2}
        action={t("action.delete")}
        name={name}
        reason={reason}
        onPress={() => onCommand({ kind: "delete", channel })}
        crowded="fewColumns"
        dangerous
      />
    </div>
  );
}
