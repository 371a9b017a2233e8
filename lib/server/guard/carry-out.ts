import type { CooldownEvent } from "@/lib/domain/cooldown/step";
import type { CooldownRecord, ProbeRecord } from "../store/cooldowns";
import type { CooldownKeeper, HowItEnds } from "./cooldown-keeper";
import type { CooldownSaver } from "./cooldown-saver";

/**
 * Stores what an event makes of a cooldown, then lets it take effect. What the database does not take is written later,
 * and takes effect all the same: after a crash a question is asked once more, which is all that it costs, while a hold
 * that waits for a broken disk would never end.
 *
 * @returns whether it took effect; not, when the event says nothing to the state that it found
 */
export type CarryOut = (id: string, event: CooldownEvent, ends?: HowItEnds, probe?: ProbeRecord) => Promise<boolean>;

export function createCarryOut(parts: {
  readonly keeper: CooldownKeeper;
  readonly saver: CooldownSaver;
  readonly now: () => number;
  readonly onEnd: (ended: CooldownRecord) => void;
  readonly onChange: () => void;
}): CarryOut {
  const { keeper, saver, now } = parts;

  return async (id, event, ends, probe) => {
    let plan = keeper.plan(id, event, now(), ends);
    const isPlanned = plan !== null;
    let isStoredAsEnded = false;
    while (plan !== null) {
      if (!isStoredAsEnded) await saver.save(plan.record, probe);
      isStoredAsEnded ||= plan.record.endedAtMs !== null;
      const applied = keeper.apply(plan);
      if (applied !== null) {
        if (applied.endedAtMs !== null) parts.onEnd(applied);
        // Something was counted while it was being stored.
        if (applied.revision !== plan.record.revision) await saver.save(applied);
        if (applied.heldCalls !== plan.record.heldCalls) saver.saveCounts([applied]);
        parts.onChange();
        return true;
      }
      // Overtaken: a reply, a person or the clock was faster. The event may still hold.
      plan = keeper.plan(id, event, now(), ends);
    }
    const left = isPlanned ? keeper.renew(id, isStoredAsEnded) : null;
    if (left !== null) await saver.save(left);
    return false;
  };
}
