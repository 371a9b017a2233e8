import { Prisma } from "./generated/client";

/** The rows themselves are at fault (a constraint, a wrong type). Nothing was written; trying again will not help. */
export class RefusedDataError extends Error {
  override readonly name = "RefusedDataError";
}

/**
 * Only what is known to be the rows' fault. A lock, a full disk, an unreadable file, or whatever else is not in here
 * may pass, and the rows are then as good as ever.
 */
const REFUSALS = /^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG|RANGE)/;
const REFUSING_MESSAGES = /integer overflow|malformed JSON|string or blob too big/;

/** Prisma wraps the driver's error more than once; the driver's own code is in the innermost. */
function isRefusal(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientValidationError) return true;
  for (let current = error, depth = 0; current !== null && typeof current === "object" && depth < 6; depth += 1) {
    const { originalCode, originalMessage, meta, cause } = current as Record<string, unknown>;
    if (REFUSALS.test(String(originalCode ?? "")) || REFUSING_MESSAGES.test(String(originalMessage ?? ""))) return true;
    const { driverAdapterError } = (meta ?? {}) as Record<string, unknown>;
    current = driverAdapterError ?? cause ?? null;
  }
  return false;
}

/** @returns a {@link RefusedDataError} in one line when the rows are at fault, else the error itself */
export function asRefusedData(error: unknown): unknown {
  if (!(error instanceof Error) || !isRefusal(error)) return error;
  return new RefusedDataError(error.message.trim().split("\n").pop() ?? "", { cause: error });
}
