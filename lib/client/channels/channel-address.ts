import type { AlertChannel } from "@/lib/contracts/alert-channels";

/** The open settings that say where a channel's messages go. */
const TARGETS = ["to", "chatId", "topic"] as const;

/**
 * Where a channel leads, as far as that may be shown: an address, a chat, a topic, or the end of the secret that says so.
 * Null for who is told no settings, and where there is nothing to tell.
 */
export function toChannelAddress({ settings, secrets }: Pick<AlertChannel, "settings" | "secrets">): string | null {
  const target = TARGETS.map((name) => settings[name]).find((value) => value !== undefined);
  if (Array.isArray(target)) return target.join(", ");
  if (typeof target === "string") return target;
  return secrets.url ?? secrets.routingKey ?? null;
}
