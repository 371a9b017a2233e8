/**
 * A reason not to start that the person who starts Banwatch can mend. Its message is one line that says what is wrong
 * and what to do; it is printed without a stack trace.
 *
 * Recognise it with {@link isStartupError}: the bundler loads this module more than once, so `instanceof` would miss it.
 */
export class StartupError extends Error {
  override readonly name = "StartupError";
}

export function isStartupError(error: unknown): error is StartupError {
  return error instanceof Error && error.name === "StartupError";
}
