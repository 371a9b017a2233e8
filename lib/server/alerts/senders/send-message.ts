import type { ChannelType } from "@/lib/contracts/alert-channels";
import type { SendMessage } from "../outbox/outbox-parts";
import type { SendTo } from "./channel-adapter";
import type { Senders } from "./create-senders";

/** The message goes to its channel's service, with all that the channel is set up with. */
export const createSendMessage =
  (senders: Senders): SendMessage =>
  (message, { type, settings, secrets }, signal) => {
    // What was saved had been checked against its type.
    const send = senders[type] as SendTo<ChannelType>;
    return send(message, { ...settings, ...secrets } as Parameters<typeof send>[1], signal);
  };
