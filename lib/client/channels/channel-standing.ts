import type { AlertChannel } from "@/lib/contracts/alert-channels";

/** How it stands with a channel, in what matters most first. */
export type ChannelStanding =
  /** Banwatch switched it off: the service said that it takes no more messages. */
  | { readonly kind: "refused"; readonly atMs: number; readonly reason: string }
  | { readonly kind: "off" }
  /** Of push: nobody has switched it on. */
  | { readonly kind: "nobody" }
  /** The newest attempt failed, and is made again while something waits. */
  | { readonly kind: "failing"; readonly atMs: number; readonly reason: string }
  | { readonly kind: "delivered"; readonly atMs: number }
  | { readonly kind: "never" };

type Parts = Pick<AlertChannel, "enabled" | "refusal" | "lastDeliveredAtMs" | "lastFailure" | "subscribers">;

export function toChannelStanding(channel: Parts): ChannelStanding {
  const { enabled, refusal, lastDeliveredAtMs, lastFailure, subscribers } = channel;
  if (refusal !== null) return { kind: "refused", ...refusal };
  if (!enabled) return { kind: "off" };
  if (subscribers === 0) return { kind: "nobody" };
  if (lastFailure !== null && lastFailure.atMs > (lastDeliveredAtMs ?? 0)) return { kind: "failing", ...lastFailure };
  return lastDeliveredAtMs === null ? { kind: "never" } : { kind: "delivered", atMs: lastDeliveredAtMs };
}

/** Whether nobody would be told of an alert of a rule that names no channels. */
export const isNobodyTold = (channels: readonly Pick<AlertChannel, "isDefault" | "enabled">[]): boolean =>
  channels.length > 0 && !channels.some(({ isDefault, enabled }) => isDefault && enabled);
