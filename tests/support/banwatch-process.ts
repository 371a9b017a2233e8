import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { OWNER, signInOwner } from "./owner";

const FOLDER = new URL("../..", import.meta.url).pathname;
const READY = /Ready on (http:\/\/\S+)/;
const START_WAIT_MS = 60_000;

/** The whole product in a process of its own, as `npm start` runs it. */
export interface BanwatchProcess {
  readonly origin: string;
  readonly dataDir: string;
  readonly port: number;
  readonly pid: number;
  /** Everything it has printed. */
  output(): string;
  /** Ends it as a service manager would, and waits. */
  stop(): Promise<void>;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
}

export function makeDataDir(): string {
  return mkdtempSync(join(tmpdir(), "banwatch-test-"));
}

export function removeDataDir(path: string): void {
  rmSync(path, { recursive: true, force: true });
}

/** A port of the loopback that nothing listens on at the moment. */
export function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

/** Starts the command of `npm start` without waiting for it: for starts that are meant to fail. */
export function spawnBanwatch(variables: Record<string, string>): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, ["--import", "tsx", "lib/cli/start.ts"], {
    cwd: FOLDER,
    env: { ...process.env, NODE_ENV: "production", BANWATCH_LOG_LEVEL: "warn", ...variables },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  return { child, output: () => output };
}

const exited = (child: ChildProcess): Promise<number | null> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise((resolve) => child.once("exit", (code) => resolve(code)));

/** @returns the exit code of a start that ends by itself, with what it printed */
export async function runBanwatch(variables: Record<string, string>): Promise<{ code: number | null; output: string }> {
  const { child, output } = spawnBanwatch(variables);
  const code = await exited(child);
  return { code, output: output() };
}

/**
 * Starts Banwatch and waits until it is ready, with {@link OWNER} signed in. Needs a build; makes one when it is missing.
 *
 * @param options.owned false for an installation that nobody owns yet
 */
export async function startBanwatch(
  options: { dataDir?: string; port?: number; variables?: Record<string, string>; owned?: boolean } = {},
): Promise<BanwatchProcess> {
  const { owned = true } = options;
  const dataDir = options.dataDir ?? makeDataDir();
  const port = options.port ?? (await findFreePort());
  const { child, output } = spawnBanwatch({
    BANWATCH_DATA_DIR: dataDir,
    PORT: String(port),
    HOST: "127.0.0.1",
    ...(owned ? { BANWATCH_OWNER_EMAIL: OWNER.email, BANWATCH_OWNER_PASSWORD: OWNER.password } : {}),
    ...options.variables,
  });
  const deadlineMs = Date.now() + START_WAIT_MS;
  while (!READY.test(output())) {
    if (child.exitCode !== null) throw new Error(`Banwatch ended with ${child.exitCode}:\n${output()}`);
    if (Date.now() > deadlineMs) {
      child.kill("SIGKILL");
      throw new Error(`Banwatch was not ready in time:\n${output()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  if (owned) await signInOwner(`http://127.0.0.1:${port}`);
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await exited(child);
  };
  return {
    origin: `http://127.0.0.1:${port}`,
    dataDir,
    port,
    pid: child.pid ?? 0,
    output,
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
  };
}
