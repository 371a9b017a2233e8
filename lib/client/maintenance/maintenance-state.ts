import type { Maintenance } from "@/lib/contracts/maintenance";

/** over: it ran once, or no time lies ahead any more. */
export type MaintenanceState = "running" | "planned" | "paused" | "over";

export function stateOf({ enabled, running, next, schedule }: Maintenance, nowMs: number): MaintenanceState {
  if (schedule.kind === "single" && schedule.toMs <= nowMs) return "over";
  if (!enabled) return "paused";
  if (running !== null) return "running";
  return next.length === 0 ? "over" : "planned";
}

const ORDER: Readonly<Record<MaintenanceState, number>> = { running: 0, planned: 1, paused: 2, over: 3 };

/** What runs first, then what comes next; `over` apart from the rest, the newest first. */
export function sortMaintenances(
  maintenances: readonly Maintenance[],
  nowMs: number,
): { current: readonly Maintenance[]; over: readonly Maintenance[] } {
  const startOf = ({ running, next }: Maintenance) => running?.fromMs ?? next[0]?.fromMs ?? Number.MAX_SAFE_INTEGER;
  const endOf = ({ schedule }: Maintenance) => (schedule.kind === "single" ? schedule.toMs : 0);
  const all = maintenances.map((maintenance) => ({ maintenance, state: stateOf(maintenance, nowMs) }));
  const current = all
    .filter(({ state }) => state !== "over")
    .sort((a, b) => ORDER[a.state] - ORDER[b.state] || startOf(a.maintenance) - startOf(b.maintenance));
  const over = all.filter(({ state }) => state === "over").sort((a, b) => endOf(b.maintenance) - endOf(a.maintenance));
  return { current: current.map((one) => one.maintenance), over: over.map((one) => one.maintenance) };
}
