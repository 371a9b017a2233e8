import { toLogLines, toOneLine } from "./one-line";
import { createRuntime, type Runtime } from "./runtime";
import { fillRuntimeSlot } from "./runtime-slot";
import { isStartupError } from "./startup-error";

/**
 * Starts what exists once in the process; a second call gets the same. When it can't start it prints one line that says
 * why and ends the process with 1.
 */
export function startRuntime(): Promise<Runtime> {
  return fillRuntimeSlot(() =>
    createRuntime(process.env).catch((error: unknown) => {
      const line = isStartupError(error)
        ? toOneLine(error.message)
        : String(error instanceof Error ? error.stack : error);
      process.stderr.write(`banwatch: ${toLogLines(line)}\n`);
      process.exit(1);
    }),
  );
}
