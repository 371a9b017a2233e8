import type { PrismaClient } from "../generated/client";

interface HeldCounts {
  readonly id: string;
  readonly heldCalls: number;
  readonly observedCalls: number;
  /** Kept as JSON. */
  readonly callers: readonly unknown[];
}

/** A thousand cooldowns at once are one statement: row by row they would keep the database for seconds. */
const UPDATE = `
  UPDATE "Cooldown" SET
    "heldCalls" = counted.value ->> 'heldCalls',
    "observedCalls" = counted.value ->> 'observedCalls',
    "callers" = counted.value ->> 'callers'
  FROM json_each(?) AS counted
  WHERE "Cooldown"."id" = counted.value ->> 'id'
    AND "Cooldown"."heldCalls" + "Cooldown"."observedCalls"
      <= (counted.value ->> 'heldCalls') + (counted.value ->> 'observedCalls')`;

/** Writes the counts, but where higher ones are stored already. */
export async function updateHeldCounts(writer: PrismaClient, cooldowns: readonly HeldCounts[]): Promise<void> {
  const rows = cooldowns.map(({ id, heldCalls, observedCalls, callers }) => ({
    id,
    heldCalls,
    observedCalls,
    callers: JSON.stringify(callers),
  }));
  await writer.$executeRawUnsafe(UPDATE, JSON.stringify(rows));
}
