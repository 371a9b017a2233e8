import type { Store } from "@/lib/server/store/open-store";
import type { History } from "./generate-history";

const DAY_MS = 86_400_000;
const COMMIT_WAIT_MS = 5_000;

/**
 * Stores a history, a day in one transaction. A day that has errors already is left as it is, so that a filling that
 * was broken off can be taken up again with the same history, and neither errors nor counts are doubled.
 */
export async function fillHistory(
  store: Pick<Store, "recording" | "errorEvents" | "balanceSamples" | "cooldowns">,
  history: History,
): Promise<void> {
  const last = history.errors.at(-1);
  if (last === undefined) return;
  for (let fromMs = history.fromMs; fromMs <= last.atMs; fromMs += DAY_MS) {
    const toMs = fromMs + DAY_MS;
    const ofDay = (atMs: number) => atMs >= fromMs && atMs < toMs;
    if ((await store.errorEvents.list({ fromMs, toMs }, 1)).length > 0) continue;
    await store.recording.commit(
      {
        errors: history.errors.filter(({ atMs }) => ofDay(atMs)),
        tallies: history.successes.filter(({ minuteMs }) => ofDay(minuteMs)),
        cooldowns: history.cooldowns.filter(({ startedAtMs }) => ofDay(startedAtMs)),
      },
      { waitMs: COMMIT_WAIT_MS },
    );
    await fillProbes(store, history, ofDay);
    for (const sample of history.samples) if (ofDay(sample.atMs)) await store.balanceSamples.add(sample);
  }
}

/** A probe goes with the day on which its cooldown began, for only then is that stored. */
async function fillProbes(
  store: Pick<Store, "cooldowns">,
  { cooldowns, probes }: History,
  ofDay: (atMs: number) => boolean,
): Promise<void> {
  for (const cooldown of cooldowns.filter(({ startedAtMs }) => ofDay(startedAtMs))) {
    const own = probes.filter(({ cooldownId }) => cooldownId === cooldown.id);
    for (const probe of own) await store.cooldowns.save(cooldown, probe);
  }
}
