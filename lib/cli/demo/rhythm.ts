const HOUR_MS = 3_600_000;
/** The busiest hour of the day, in UTC. */
const PEAK_HOUR = 14;

/** How busy the programs are at an instant: 1 on average over a week, less at night and at the weekend. */
export function activityAt(atMs: number): number {
  const hour = (atMs / HOUR_MS) % 24;
  const weekday = new Date(atMs).getUTCDay();
  const weekend = weekday === 0 || weekday === 6;
  return (weekend ? 0.6 : 1.16) * (1 + 0.65 * Math.cos(((hour - PEAK_HOUR) / 24) * 2 * Math.PI));
}
