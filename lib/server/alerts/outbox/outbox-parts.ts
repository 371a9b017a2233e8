import type { ChannelType } from "@/lib/contracts/alert-channels";
import type { Log } from "../../log";
import type { ClaimedDelivery, DeliveryStore } from "../../store/alerts/deliveries";
import type { ChannelRecord, ChannelRecords } from "../channels/channel-records";
import type { ComposedMessage, SendOutcome } from "../senders/channel-adapter";

/** Sends one message by way of one channel. Never rejects. */
export type SendMessage = (
  message: ComposedMessage,
  channel: ChannelRecord,
  signal: AbortSignal,
) => Promise<SendOutcome>;

/** Puts a delivery into words. */
export type ComposeDelivery = (delivery: ClaimedDelivery, channel: ChannelRecord, nowMs: number) => ComposedMessage;

/** The steps of a delivery between which the process may die. */
export type OutboxStep = "claimed" | "sent" | "settled";

export interface OutboxParts {
  readonly deliveries: DeliveryStore;
  readonly channels: Pick<ChannelRecords, "list" | "find" | "noteDelivered" | "noteFailed" | "refuse">;
  readonly compose: ComposeDelivery;
  readonly send: SendMessage;
  readonly now: () => number;
  readonly random: () => number;
  readonly log: Pick<Log, "info" | "warn" | "error">;
  /** Told when a delivery stands otherwise than before. */
  readonly onChange: () => void;
  readonly onStep?: (step: OutboxStep, type: ChannelType) => void;
  /** How long a service may take; 15 s unless told. */
  readonly sendTimeoutMs?: number;
}
