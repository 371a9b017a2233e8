import type { NoticeTarget } from "../../store/alerts/planned-notice";
import type { ChannelRecord } from "./channel-records";

/** Takes messages now. */
export const isWell = ({ enabled, refusal }: ChannelRecord): boolean => enabled && refusal === null;

export const toTarget = ({ id, name, type }: ChannelRecord): NoticeTarget => ({ id, name, type });

/** Who hears what nobody else can be told of: the default channels that take messages. */
export const listDefaults = (channels: readonly ChannelRecord[]): NoticeTarget[] =>
  channels.filter((channel) => channel.isDefault && isWell(channel)).map(toTarget);
