import type { NoticeTarget } from "../../store/alerts/add-notices";
import type { ChannelRecord } from "../channels-book/channel-records";

/** Takes messages now. */
export const isWell = ({ enabled, refusal }: ChannelRecord): boolean => enabled && refusal === null;

/** Who hears what a channel could not be told: the default channels that take messages. */
export const listStandIns = (channels: readonly ChannelRecord[], channelId: string): NoticeTarget[] =>
  channels
    .filter((channel) => channel.isDefault && channel.id !== channelId && isWell(channel))
    .map(({ id, name, type }) => ({ id, name, type }));
