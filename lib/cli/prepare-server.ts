import { openDataDir } from "@/lib/server/data-dir";
import { type Env, readEnv } from "@/lib/server/env";
import { toLogLines, toOneLine } from "@/lib/server/one-line";
import { isStartupError } from "@/lib/server/startup-error";
import { buildWhenNeeded, generateClient } from "./build";
import { openServer } from "./open-server";
import { say } from "./say";

/** A server that has its port, its data directory and its build, and does not serve yet. */
export interface PreparedServer {
  readonly env: Env;
  /** Serves until the process is told to stop. @returns the address for a browser */
  serve(): Promise<string>;
}

/**
 * What every command that serves does first: settings, data directory, port, build.
 *
 * @param options.dev serves the sources as they change; only the database client is made
 * @throws {StartupError} in one line, when something has to be mended first
 */
export async function prepareServer(
  variables: Record<string, string | undefined>,
  { dev = false }: { dev?: boolean } = {},
): Promise<PreparedServer> {
  const folder = process.cwd();
  // What a person has to mend is said before the build, which takes a minute.
  const env = readEnv(variables);
  openDataDir(env.dataDir);
  const server = await openServer({ env, dev });
  Object.assign(process.env, { NODE_ENV: dev ? "development" : "production", NEXT_TELEMETRY_DISABLED: "1" });
  if (dev) await generateClient(folder);
  else if (!(await buildWhenNeeded(folder, say))) say("The build is up to date");
  return {
    env,
    serve: async () => {
      await server.serve(folder);
      if (env.openToNetwork && !env.origin.startsWith("https:")) {
        say(
          "Others can reach this port, and nothing is encrypted: put a server with TLS in front (README, Open it to a network)",
        );
      }
      const shownHost = ["127.0.0.1", "0.0.0.0", "::"].includes(env.host) ? "localhost" : env.host;
      const own = `http://${shownHost}:${env.port}`;
      return env.publicUrl === null ? own : `${env.publicUrl} (listening on ${own})`;
    },
  };
}

/** Files that a command makes are its user's alone: the database as well, to which SQLite gives no mode of its own. */
const PRIVATE_FILES_UMASK = 0o077;

/**
 * Whoever read the log has gone: calls go on without it. Unheard, each failed line would be an uncaught exception, which
 * is logged, which fails, and the process would do nothing else any more, stopping included.
 */
function outliveReadersOfTheLog(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => undefined);
}

/** Runs a command. When it can't start, one line says why and the process ends with 1. */
export function runCommand(command: () => Promise<void>): void {
  process.umask(PRIVATE_FILES_UMASK);
  outliveReadersOfTheLog();
  command().catch((error: unknown) => {
    const line = isStartupError(error)
      ? toOneLine(error.message)
      : String(error instanceof Error ? error.stack : error);
    process.stderr.write(`banwatch: ${toLogLines(line)}\n`);
    process.exit(1);
  });
}
