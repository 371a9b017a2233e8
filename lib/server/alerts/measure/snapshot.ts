import type { RuleKind } from "@/lib/domain/alert-rules/kinds";
import type { CallTotalStore } from "../../store/alerts/call-totals";
import type { WaitingDeliveries } from "../../store/alerts/deliveries";
import type { RuleRecord } from "../../store/alerts/rules";
import type { BalanceSampleStore } from "../../store/balance-samples";
import { type CallWindow, createCallWindows } from "./call-windows";
import { createForecasts } from "./forecasts";
import { createLastCalls } from "./last-calls";
import type { LastCall } from "./measure-silence";

/** What rules need from the database, as it was at one instant. */
export interface Snapshot {
  /** By the window's length in minutes. */
  readonly windows: ReadonlyMap<number, CallWindow>;
  readonly lastCalls: ReadonlyMap<string, LastCall>;
  /** Hours until each account's balance is used up; one of which nothing can be said is missing. */
  readonly hoursLeft: ReadonlyMap<string, number>;
  /** By the channel's id. */
  readonly waiting: ReadonlyMap<string, WaitingDeliveries>;
  /** What could not be read, and which kinds are not to be measured by it. */
  readonly unread: readonly { readonly kinds: readonly RuleKind[]; readonly error: unknown }[];
}

export type ReadSnapshot = (rules: readonly RuleRecord[], nowMs: number) => Promise<Snapshot>;

/** Reads only what the enabled ones of the rules need. Never rejects: one query that fails must not take the others. */
export function createReadSnapshot(parts: {
  readonly calls: CallTotalStore;
  readonly samples: Pick<BalanceSampleStore, "listThinned">;
  readonly summarizeWaiting: () => Promise<ReadonlyMap<string, WaitingDeliveries>>;
}): ReadSnapshot {
  const windows = createCallWindows({ store: parts.calls });
  const lastCalls = createLastCalls({ store: parts.calls });
  const forecasts = createForecasts({ samples: parts.samples });

  return async (rules, nowMs) => {
    const settings = rules.filter((rule) => rule.settings.enabled).map((rule) => rule.settings);
    const asks = (kind: RuleKind) => settings.some(({ when }) => when === kind);
    const asked = settings
      .filter(({ when }) => when === "error-rate" || when === "provider-unavailable")
      .flatMap(({ windowMinutes }) => windowMinutes ?? []);
    const unread: { kinds: readonly RuleKind[]; error: unknown }[] = [];
    const readFor = async <K, V>(
      kinds: readonly RuleKind[],
      read: () => Promise<ReadonlyMap<K, V>>,
    ): Promise<ReadonlyMap<K, V>> => {
      if (!kinds.some(asks)) return new Map();
      try {
        return await read();
      } catch (error) {
        unread.push({ kinds, error });
        return new Map();
      }
    };
    return {
      windows: await readFor(["error-rate", "provider-unavailable"], () => windows.read(new Set(asked), nowMs)),
      lastCalls: await readFor(["no-traffic"], () => lastCalls.read(nowMs)),
      hoursLeft: await readFor(["time-to-empty"], () => forecasts.read(nowMs)),
      waiting: await readFor(["deliveries-late"], parts.summarizeWaiting),
      unread,
    };
  };
}
