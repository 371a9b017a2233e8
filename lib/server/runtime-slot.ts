import type { Runtime } from "./runtime";

/**
 * Next bundles instrumentation.ts and every route on its own, and the server around Next loads modules of its own, so a
 * module's variables exist several times in one process. What must exist once hangs here.
 */
const SLOT = Symbol.for("banwatch.runtime");
const slots = globalThis as { [SLOT]?: Promise<Runtime> };

/** Makes the runtime with `create` unless there is one already. */
export function fillRuntimeSlot(create: () => Promise<Runtime>): Promise<Runtime> {
  slots[SLOT] ??= create();
  return slots[SLOT];
}

/** @throws {Error} before the runtime was started, which instrumentation.ts does before any request is served */
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
