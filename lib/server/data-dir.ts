import { accessSync, constants, mkdirSync } from "node:fs";
import { join } from "node:path";
import { StartupError } from "./startup-error";

/** Where things lie below the data directory. */
export interface DataDir {
  readonly databasePath: string;
  readonly lockPath: string;
  readonly secretPath: string;
  readonly spoolFolder: string;
}

/**
 * Makes sure the data directory exists and can be written.
 *
 * @throws {StartupError} when it can't be made or written
 */
export function openDataDir(path: string): DataDir {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    accessSync(path, constants.W_OK | constants.R_OK | constants.X_OK);
  } catch (error) {
    const why = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    throw new StartupError(
      `The data directory ${path} cannot be written${why}. Give this user write access to it, or set BANWATCH_DATA_DIR.`,
    );
  }
  return {
    databasePath: join(path, "banwatch.db"),
    lockPath: join(path, "lock.db"),
    secretPath: join(path, "secret"),
    spoolFolder: join(path, "spool"),
  };
}
