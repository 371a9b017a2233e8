import type { Cooldown, CooldownHistoryResponse } from "@/lib/contracts/cooldowns";
import { type BanKind, banKindOf } from "./ban-kind";

/** A ban as it is drawn. Positions run from 0 at the left edge of the period to 1 at the right. */
export interface TimelinePart {
  readonly kind: BanKind;
  readonly isDrill: boolean;
  readonly start: number;
  readonly end: number;
  /** It still runs: nobody knows its end, so it reaches the right edge. */
  readonly isOpen: boolean;
}

/** One thing to point at: a ban, or several that lie too close together to be told apart. */
export interface TimelineBar {
  /** Of the newest ban in it. */
  readonly id: string;
  /** What can be hit, at least as wide as asked for; no two of a lane overlap. */
  readonly start: number;
  readonly end: number;
  /** The oldest first; never empty. */
  readonly cooldowns: readonly Cooldown[];
  readonly parts: readonly TimelinePart[];
}

/** Everything of one scope. */
export interface TimelineLane {
  readonly key: string;
  readonly scope: Cooldown["scope"];
  /** Of scope `account`; null once the account is gone. */
  readonly account: string | null;
  readonly providerName: string;
  readonly providerHost: string;
  readonly isRunning: boolean;
  /** From left to right. */
  readonly bars: readonly TimelineBar[];
}

export interface Timeline {
  readonly lanes: readonly TimelineLane[];
  /** Where now is; null when it lies outside of the period. */
  readonly now: number | null;
}

type History = Pick<CooldownHistoryResponse, "serverNowMs" | "fromMs" | "toMs" | "cooldowns">;

/**
 * The bans of a period, one lane for each scope: lanes where something runs first, then those with the latest ban.
 *
 * @param minWidth the least width of what can be hit, as a part of the whole, 0 to 1
 * @throws {RangeError} if the period has no length
 */
export function prepareTimeline(history: History, minWidth: number): Timeline {
  const { fromMs, toMs, serverNowMs } = history;
  if (toMs <= fromMs) throw new RangeError(`the period must have a length, got ${fromMs} to ${toMs}`);
  const position = (atMs: number) => Math.min(1, Math.max(0, (atMs - fromMs) / (toMs - fromMs)));

  const byLane = new Map<string, Cooldown[]>();
  for (const cooldown of history.cooldowns) {
    if (cooldown.startedAtMs >= toMs || (cooldown.endedAtMs ?? toMs) < fromMs) continue;
    const key = laneKeyOf(cooldown);
    byLane.set(key, [...(byLane.get(key) ?? []), cooldown]);
  }
  const lanes = [...byLane]
    .map(([key, cooldowns]) => toLane(key, cooldowns, position, minWidth))
    .sort(
      (a, b) => Number(b.isRunning) - Number(a.isRunning) || latestOf(b) - latestOf(a) || compareText(a.key, b.key),
    );
  return { lanes, now: serverNowMs < fromMs || serverNowMs > toMs ? null : position(serverNowMs) };
}

function laneKeyOf({ scope, accountId, providerHost }: Cooldown): string {
  return JSON.stringify([scope, providerHost, scope === "account" ? accountId : null]);
}

function toLane(
  key: string,
  unsorted: readonly Cooldown[],
  position: (atMs: number) => number,
  minWidth: number,
): TimelineLane {
  const cooldowns = [...unsorted].sort((a, b) => a.startedAtMs - b.startedAtMs);
  const newest = cooldowns.at(-1) as Cooldown;
  const bars: TimelineBar[] = [];
  for (const cooldown of cooldowns) {
    let bar = toBar(cooldown, position, minWidth);
    // Joining can make a bar reach the one before it.
    for (let last = bars.at(-1); last !== undefined && last.end > bar.start; last = bars.at(-1)) {
      bars.pop();
      bar = join(last, bar);
    }
    bars.push(bar);
  }
  return {
    key,
    scope: newest.scope,
    account: newest.scope === "account" ? newest.account : null,
    providerName: newest.providerName,
    providerHost: newest.providerHost,
    isRunning: cooldowns.some(({ endedAtMs }) => endedAtMs === null),
    bars,
  };
}

function toBar(cooldown: Cooldown, position: (atMs: number) => number, minWidth: number): TimelineBar {
  const isOpen = cooldown.endedAtMs === null;
  const start = position(cooldown.startedAtMs);
  const end = cooldown.endedAtMs === null ? 1 : Math.max(start, position(cooldown.endedAtMs));
  const part = { kind: banKindOf(cooldown), isDrill: cooldown.isDrill, start, end, isOpen };
  return { id: cooldown.id, ...widen(start, end, minWidth), cooldowns: [cooldown], parts: [part] };
}

/** Grown to both sides, and moved back inside where that would leave the picture. */
function widen(start: number, end: number, minWidth: number): { start: number; end: number } {
  const width = Math.min(1, Math.max(minWidth, end - start));
  const left = Math.min(1 - width, Math.max(0, (start + end - width) / 2));
  return { start: left, end: left + width };
}

const join = (first: TimelineBar, second: TimelineBar): TimelineBar => ({
  id: second.id,
  start: Math.min(first.start, second.start),
  end: Math.max(first.end, second.end),
  cooldowns: [...first.cooldowns, ...second.cooldowns],
  parts: [...first.parts, ...second.parts],
});

const latestOf = ({ bars }: TimelineLane): number => bars.at(-1)?.cooldowns.at(-1)?.startedAtMs ?? 0;

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
