import type { Runtime } from "./runtime";

interface Slot {
  /** Resolves once the runtime has started. */
  readonly started: Promise<Runtime>;
  readonly fill: (runtime: Promise<Runtime>) => void;
  isFilled: boolean;
}

/**
 * Next bundles instrumentation.ts and every route on its own, and the server around Next loads modules of its own, so a
 * module's variables exist several times in one process. What must exist once hangs here.
 */
const SLOT = Symbol.for("banwatch.runtime");
const slots = globalThis as { [SLOT]?: Slot };

function getSlot(): Slot {
  if (slots[SLOT] !== undefined) return slots[SLOT];
  let fill: Slot["fill"] = () => {};
  const started = new Promise<Runtime>((resolve) => {
    fill = resolve;
  });
  slots[SLOT] = { started, fill, isFilled: false };
  return slots[SLOT];
}

/** Makes the runtime with `create` unless there is one already. */
export function fillRuntimeSlot(create: () => Promise<Runtime>): Promise<Runtime> {
  const slot = getSlot();
  if (!slot.isFilled) {
    slot.isFilled = true;
    slot.fill(create());
  }
  return slot.started;
}

/** Resolves once somebody has started the runtime. */
export function whenRuntimeStarted(): Promise<Runtime> {
  return getSlot().started;
}

/** @throws {Error} before the runtime was started, which instrumentation.ts does before any request is served */
export function getRuntime(): Promise<Runtime> {
  const { isFilled, started } = getSlot();
  if (!isFilled) throw new Error("Banwatch has not started: instrumentation.ts was not run");
  return started;
}

/** Keeps what is still to be kept and lets go of the database. Does nothing when nothing was started. */
export async function stopRuntime(): Promise<void> {
  const { isFilled, started } = getSlot();
  if (!isFilled) return;
  await (await started).close();
  delete slots[SLOT];
}
