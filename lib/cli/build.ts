import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { StartupError } from "@/lib/server/startup-error";

/** What the build is made from. Tests and documents are not. */
const SOURCES = [
  "app",
  "components",
  "lib",
  "prisma/schema.prisma",
  "instrumentation.ts",
  "next.config.js",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
];
const GENERATED = join("lib", "server", "store", "generated");
const STAMP = join(".next", "banwatch-sources.txt");

/** Made by the build, or run without it. */
const NOT_BUILT = [GENERATED, join("lib", "cli")];

function* listFiles(folder: string, path: string): Generator<string> {
  if (NOT_BUILT.includes(path)) return;
  const absolute = join(folder, path);
  if (!statSync(absolute).isDirectory()) yield path;
  else {
    // Editors keep files of their own beside the sources, some of them links that lead nowhere.
    const names = readdirSync(absolute).filter((name) => !name.startsWith("."));
    for (const name of names.sort()) yield* listFiles(folder, join(path, name));
  }
}

/** One text for the state of all sources. By content, because a checkout sets every file's time to now. */
function fingerprintSources(folder: string): string {
  const hash = createHash("sha256");
  for (const source of SOURCES) {
    for (const path of listFiles(folder, source)) hash.update(`${path}\0`).update(readFileSync(join(folder, path)));
  }
  return hash.digest("hex");
}

/** @throws {StartupError} when the command fails; its own output says why */
function run(folder: string, name: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const command = join(folder, "node_modules", ".bin", name);
    const env = {
      ...process.env,
      NODE_ENV: "production" as const,
      NEXT_TELEMETRY_DISABLED: "1",
      CHECKPOINT_DISABLE: "1",
    };
    const child = spawn(command, args, { cwd: folder, env, stdio: ["ignore", "inherit", "inherit"] });
    // A build that outlives the command would be in the way of the next one.
    const stop = () => child.kill("SIGTERM");
    process.once("SIGTERM", stop).once("SIGINT", stop);
    child.once("exit", () => process.off("SIGTERM", stop).off("SIGINT", stop));
    child.once("error", (error) => reject(new StartupError(`Cannot run ${name}: ${error.message}. Run npm ci first.`)));
    child.once("exit", (code) =>
      code === 0 ? resolve() : reject(new StartupError(`${name} ${args.join(" ")} failed; see above.`)),
    );
  });
}

/** Generates Prisma's client, which the sources import and the repository does not hold. */
export async function generateClient(folder: string): Promise<void> {
  await run(folder, "prisma", ["generate", "--no-hints"]);
}

/**
 * Builds the application when the build is missing or was made from other sources.
 *
 * @returns whether it built
 */
export async function buildWhenNeeded(folder: string, say: (line: string) => void): Promise<boolean> {
  const stampPath = join(folder, STAMP);
  const fingerprint = fingerprintSources(folder);
  const built = existsSync(stampPath) && readFileSync(stampPath, "utf8") === fingerprint;
  if (built && existsSync(join(folder, GENERATED))) return false;
  say("Generating the database client");
  await generateClient(folder);
  say("Building the application, which takes a minute");
  await run(folder, "next", ["build"]);
  mkdirSync(dirname(stampPath), { recursive: true });
  writeFileSync(stampPath, fingerprint);
  return true;
}
