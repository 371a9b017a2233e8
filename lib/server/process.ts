import { createRuntime, type Runtime } from "./runtime";
import { isStartupError } from "./startup-error";

/**
 * Next bundles instrumentation.ts and every route on its own, so this module's own variables exist several times in one
 * process. What must exist once hangs here.
 */
const SLOT = Symbol.for("banwatch.runtime");
const slots = globalThis as { [SLOT]?: Promise<Runtime> };

/**
 * Starts what exists once in the process; a second call gets the same. When it can't start it prints one line that says
 * why and ends the process with 1.
 */
export function startRuntime(): Promise<Runtime> {
  slots[SLOT] ??= createRuntime(process.env).catch((error: unknown) => {
    const line = isStartupError(error) ? error.message : String(error instanceof Error ? error.stack : error);
    process.stderr.write(`banwatch: ${line}\n`);
    process.exit(1);
  });
  return slots[SLOT];
}

/** @throws {Error} before {@link startRuntime} was called, which instrumentation.ts does before any request is served */
export function getRuntime(): Promise<Runtime> {
  const runtime = slots[SLOT];
  if (runtime === undefined) throw new Error("Banwatch has not started: instrumentation.ts was not run");
  return runtime;
}

/** Keeps what is still to be kept and lets go of the database. Does nothing when nothing was started. */
export async function stopRuntime(): Promise<void> {
  const runtime = slots[SLOT];
  if (runtime === undefined) return;
  await (await runtime).close();
  delete slots[SLOT];
}
