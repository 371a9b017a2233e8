import type { ChangeHub } from "../live/change-hub";
import type { CooldownRecord } from "../store/cooldowns";
import type { Store } from "../store/open-store";
import { type CooldownKeeper, createCooldownKeeper } from "./cooldown-keeper";
import { createGuard, type Guard } from "./guard";
import { type GuardSettings, openGuardSettings } from "./guard-settings";
import { createRiskWatch, type RiskWatch } from "./risk-watch";
import { createRunawayWatch, type RunawayWatch } from "./runaway-watch";

/** The guard's parts that the way of a call needs. What acts as time goes by is the prober's. */
export interface OpenedGuard {
  readonly guard: Guard;
  readonly keeper: CooldownKeeper;
  readonly settings: GuardSettings;
  readonly risks: RiskWatch;
  readonly runaways: RunawayWatch;
}

/** An end that was never stored leaves its cooldown beside the one that came after it: the younger one holds. */
function onePerScope(records: readonly CooldownRecord[]) {
  const newestFirst = [...records].sort((a, b) => b.startedAtMs - a.startedAtMs);
  const byScope = new Map<string, CooldownRecord>();
  for (const record of newestFirst) {
    const scope = `${record.scope} ${record.scopeKey}`;
    if (!byScope.has(scope)) byScope.set(scope, record);
  }
  const current = [...byScope.values()];
  return { current, superseded: newestFirst.filter((record) => !current.includes(record)) };
}

/**
 * Opens the guard as it was when the process last stopped.
 *
 * @param parts.origin the dashboard's own address, for links in answers
 * @param parts.onBegin told when a cooldown began
 */
export async function openGuard(parts: {
  readonly store: Pick<Store, "cooldowns" | "guardSettings" | "riskWarnings">;
  readonly hub: ChangeHub;
  readonly origin: string;
  readonly now: () => number;
  readonly onBegin: (record: CooldownRecord) => void;
  readonly onSaveFailed: (error: unknown) => void;
}): Promise<OpenedGuard> {
  const { store, hub, origin, now, onBegin, onSaveFailed } = parts;
  const onChange = () => hub.publish("guard");
  await store.cooldowns.markLostProbes().catch(onSaveFailed);
  const { current, superseded } = onePerScope(await store.cooldowns.listRunning());
  for (const record of superseded) {
    const ended = { endedAtMs: now(), endedHow: "time" as const, revision: record.revision + 1 };
    await store.cooldowns.save({ ...record, ...ended }).catch(onSaveFailed);
  }
  const keeper = createCooldownKeeper(current, now());
  const settings = await openGuardSettings({ store: store.guardSettings, now, onChange });
  const isShedding = () => settings.shedding();
  const risks = createRiskWatch({ warnings: store.riskWarnings, isShedding, now, onChange, onSaveFailed });
  const runaways = createRunawayWatch();
  const guard = createGuard({ keeper, settings, risks, runaways, origin, onBegin });
  return { guard, keeper, settings, risks, runaways };
}
