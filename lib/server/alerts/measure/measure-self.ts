import type { RuleSettings } from "@/lib/domain/alert-rules/rule-settings";
import { type Measurement, measurementOf, readNumber } from "./measurement";
import type { Snapshot } from "./snapshot";

/** A channel, as far as Banwatch watches it. */
export interface WatchedChannel {
  readonly id: string;
  readonly name: string;
  readonly refusal: { readonly atMs: number; readonly reason: string } | null;
}

const MINUTE_MS = 60_000;

const minutesSince = (sinceMs: number, nowMs: number): number => Math.max(0, (nowMs - sinceMs) / MINUTE_MS);

const subjectOf = ({ id, name }: WatchedChannel) => ({ kind: "channel", id, name }) as const;

/** Channels whose service refused them for good. */
export const measureChannels = (channels: readonly WatchedChannel[]): Measurement[] =>
  channels.map((channel) => {
    const { refusal } = channel;
    const reading = { kind: refusal === null ? "clear" : "breach" } as const;
    return measurementOf(subjectOf(channel), reading, { description: refusal?.reason ?? null });
  });

/** Channels whose messages wait. */
export const measureWaiting = (
  settings: RuleSettings,
  channels: readonly WatchedChannel[],
  snapshot: Snapshot | null,
  nowMs: number,
): Measurement[] =>
  channels.map((channel) => {
    const { threshold } = settings;
    if (snapshot === null) return measurementOf(subjectOf(channel), { kind: "no-data" }, { threshold });
    const oldestAtMs = snapshot.waiting.get(channel.id)?.oldestAtMs ?? null;
    const value = oldestAtMs === null ? 0 : minutesSince(oldestAtMs, nowMs);
    return measurementOf(subjectOf(channel), readNumber(value, settings), { value, threshold });
  });

/** @param sinceMs since when errors do not go straight into the database; null when they do */
export function measureRecording(settings: RuleSettings, sinceMs: number | null, nowMs: number): Measurement[] {
  const value = sinceMs === null ? 0 : minutesSince(sinceMs, nowMs);
  const subject = { kind: "installation", id: "installation", name: "Banwatch" } as const;
  return [measurementOf(subject, readNumber(value, settings), { value, threshold: settings.threshold })];
}
