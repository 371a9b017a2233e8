import type { Maintenance } from "@/lib/contracts/maintenance";

type Planned = Pick<Maintenance, "name" | "enabled" | "scope" | "running" | "next">;

/** What keeps alerts quiet now. */
export interface RunningQuiet {
  /** Of the maintenance that covers the most, and of such the one that ends last. */
  readonly name: string;
  readonly scope: Maintenance["scope"];
  readonly untilMs: number;
  /** How many more run besides. */
  readonly others: number;
}

const isOfEverything = ({ scope }: Pick<Planned, "scope">): boolean =>
  scope.accountIds.length === 0 && scope.providers.length === 0;

/**
 * The maintenance that runs at an instant. It is reckoned from the times that are known, since a page may have had them
 * for longer than a maintenance takes to begin or to end.
 *
 * @param nowMs by the server's clock
 * @returns null when none runs
 */
export function readRunningQuiet(maintenances: readonly Planned[], nowMs: number): RunningQuiet | null {
  const running = maintenances
    .flatMap((maintenance) => {
      const { enabled, running: current, next } = maintenance;
      const times = enabled ? [...(current === null ? [] : [current]), ...next] : [];
      const time = times.find(({ fromMs, toMs }) => fromMs <= nowMs && nowMs < toMs);
      return time === undefined ? [] : [{ maintenance, untilMs: time.toMs }];
    })
    .sort(
      (a, b) => Number(isOfEverything(b.maintenance)) - Number(isOfEverything(a.maintenance)) || b.untilMs - a.untilMs,
    );
  const [first] = running;
  if (first === undefined) return null;
  const { name, scope } = first.maintenance;
  return { name, scope, untilMs: first.untilMs, others: running.length - 1 };
}

/** When the first time begins or ends that is known; null where nothing changes. @param nowMs by the server's clock */
export function nextQuietChangeMs(maintenances: readonly Planned[], nowMs: number): number | null {
  const instants = maintenances
    .filter(({ enabled }) => enabled)
    .flatMap(({ running, next }) => [...(running === null ? [] : [running]), ...next])
    .flatMap(({ fromMs, toMs }) => [fromMs, toMs])
    .filter((atMs) => atMs > nowMs);
  return instants.length === 0 ? null : Math.min(...instants);
}
