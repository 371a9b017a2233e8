import { useChannels } from "../channels/channels";

export interface ChannelName {
  readonly id: string;
  readonly name: string;
  readonly isDefault: boolean;
}

/** The channels by name; null until they have come. */
export const useChannelNames = (): readonly ChannelName[] | null => useChannels().data?.channels ?? null;
