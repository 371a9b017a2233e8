import type { ByteBudget } from "./byte-budget";

/** Why a body was not read to its end. */
export class BodyRefused extends Error {
  override readonly name = "BodyRefused";

  constructor(readonly reason: "no-room" | "too-late") {
    super(`the body was not read: ${reason}`);
  }
}

export interface ReadLimits {
  /** Where reading a body that is too large ends. Without it, at `maxBytes`. */
  readonly drainBytes?: number;
  /** Counts what is held of the body. The bytes of a body that was read are still counted: the caller gives them back. */
  readonly budget?: ByteBudget;
  /** From the first byte to the last, in milliseconds. */
  readonly arriveWithinMs?: number;
}

/**
 * Reads a request's body up to a limit.
 *
 * A body over the limit is read on and thrown away, because many clients read no answer before they have sent all; at
 * `drainBytes` that ends too.
 *
 * @returns null when the body is larger than `maxBytes`
 * @throws {BodyRefused} when the budget has no room for it, or it does not arrive in time; nothing of it is held then
 */
export async function readBounded(
  body: ReadableStream<Uint8Array> | null,
  maxBytes: number,
  { drainBytes = maxBytes, budget, arriveWithinMs }: ReadLimits = {},
): Promise<Buffer | null> {
  if (body === null) return Buffer.alloc(0);
  const reader = body.getReader();
  let chunks: Uint8Array[] = [];
  let size = 0;
  let held = 0;
  let isLate = false;
  let timer: NodeJS.Timeout | undefined;
  const letGo = () => {
    chunks = [];
    budget?.giveBack(held);
    held = 0;
  };
  const giveUp = () => {
    isLate = true;
    // Ends the read that is waiting.
    reader.cancel().catch(() => undefined);
  };
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (isLate) throw new BodyRefused("too-late");
      if (done) break;
      if (arriveWithinMs !== undefined) timer ??= setTimeout(giveUp, arriveWithinMs);
      size += value.byteLength;
      if (size > maxBytes) letGo();
      else {
        if (budget?.take(value.byteLength) === false) throw new BodyRefused("no-room");
        held += value.byteLength;
        chunks.push(value);
      }
      if (size > drainBytes) {
        await reader.cancel();
        break;
      }
    }
  } catch (error) {
    letGo();
    reader.cancel().catch(() => undefined);
    throw error;
  } finally {
    clearTimeout(timer);
  }
  return size > maxBytes ? null : Buffer.concat(chunks);
}
