import type { RuleKind } from "@/lib/domain/alert-rules/kinds";
import { hoursUntilEmpty } from "@/lib/domain/balance-forecast";
import type { CallTotalStore } from "../../store/alerts/call-totals";
import type { WaitingDeliveries } from "../../store/alerts/deliveries";
import type { RuleRecord } from "../../store/alerts/rules";
import type { BalanceSampleStore } from "../../store/balance-samples";
import { type CallWindow, createCallWindows } from "./call-windows";
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
}

const DAY_MS = 86_400_000;
/** As often as balances are asked for. */
const SAMPLE_STEP_MS = 300_000;
/** A forecast for hours does not change within seconds. */
const FORECAST_EVERY_MS = 60_000;

export type ReadSnapshot = (rules: readonly RuleRecord[], nowMs: number) => Promise<Snapshot>;

/** Reads only what the enabled ones of the rules need. */
export function createReadSnapshot(parts: {
  readonly calls: CallTotalStore;
  readonly samples: Pick<BalanceSampleStore, "listThinned">;
  readonly summarizeWaiting: () => Promise<ReadonlyMap<string, WaitingDeliveries>>;
}): ReadSnapshot {
  const windows = createCallWindows({ store: parts.calls });
  const lastCalls = createLastCalls({ store: parts.calls });
  let forecast: { readonly atMs: number; readonly hoursLeft: ReadonlyMap<string, number> } | null = null;

  const readForecast = async (nowMs: number): Promise<ReadonlyMap<string, number>> => {
    if (forecast !== null && Math.abs(nowMs - forecast.atMs) < FORECAST_EVERY_MS) return forecast.hoursLeft;
    const samples = await parts.samples.listThinned(nowMs - DAY_MS, nowMs + 1, SAMPLE_STEP_MS);
    const hoursLeft = new Map<string, number>();
    for (const accountId of new Set(samples.map((sample) => sample.accountId))) {
      const own = samples.filter((sample) => sample.accountId === accountId);
      const hours = hoursUntilEmpty(own, nowMs);
      if (hours !== null) hoursLeft.set(accountId, hours);
    }
    forecast = { atMs: nowMs, hoursLeft };
    return hoursLeft;
  };

  return async (rules, nowMs) => {
    const settings = rules.filter((rule) => rule.settings.enabled).map((rule) => rule.settings);
    const asks = (kind: RuleKind) => settings.some(({ when }) => when === kind);
    const asked = settings
      .filter(({ when }) => when === "error-rate" || when === "provider-unavailable")
      .flatMap(({ windowMinutes }) => windowMinutes ?? []);
    return {
      windows: await windows.read(new Set(asked), nowMs),
      lastCalls: asks("no-traffic") ? await lastCalls.read(nowMs) : new Map(),
      hoursLeft: asks("time-to-empty") ? await readForecast(nowMs) : new Map(),
      waiting: asks("deliveries-late") ? await parts.summarizeWaiting() : new Map(),
    };
  };
}
