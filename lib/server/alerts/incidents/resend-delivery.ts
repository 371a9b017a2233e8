import { createAuditRecord } from "../../audit/audit-record";
import { RequestError } from "../../request-error";
import type { ResendStore } from "../../store/alerts/resend-delivery";
import type { AuditActor } from "../../team/actor";
import type { ChannelRecords } from "../channels/channel-records";
import { isWell } from "../channels/well-channels";

/**
 * Sends a message that was given up once more, under the same id, so that a receiver that has it after all can tell.
 *
 * @throws {RequestError} 404, or 409 where its channel is gone or off, or it was not given up
 */
export type ResendDelivery = (incidentId: string, deliveryId: string, by: AuditActor) => Promise<void>;

/** @param parts.wake told which channel has something to send now */
export function createResendDelivery(parts: {
  readonly store: ResendStore;
  readonly channels: Pick<ChannelRecords, "find">;
  readonly wake: (channelIds: Iterable<string>) => void;
  readonly now: () => number;
  readonly onChange: () => void;
}): ResendDelivery {
  const { store, now } = parts;
  return async (incidentId, deliveryId, by) => {
    const delivery = await store.find(incidentId, deliveryId);
    if (delivery === null) throw new RequestError(404, "not_found", "This incident has no such message.");
    const { channelId, channelName, number } = delivery;
    const channel = parts.channels.find(channelId);
    if (channel === undefined) throw new RequestError(409, "channel_gone", "The channel of this message was deleted.");
    if (!isWell(channel)) {
      throw new RequestError(409, "channel_off", `${channel.name} is switched off. Test it and switch it on first.`);
    }
    const audit = createAuditRecord(
      by,
      {
        action: "incident.message-resent",
        target: { kind: "incident", id: incidentId, name: `#${number}` },
        changes: [{ field: "channel", before: null, after: channelName }],
      },
      now(),
    );
    if (!(await store.resend(deliveryId, now(), audit))) {
      throw new RequestError(
        409,
        "not_failed",
        "This message was not given up, or somebody has sent it again already.",
      );
    }
    parts.wake([channelId]);
    parts.onChange();
  };
}
