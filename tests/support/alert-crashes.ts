import { type ChildProcess, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { join } from "node:path";

/** What a program printed, and how it ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly output: string;
}

/** One way to die: when `step` was done for the nth time. */
export type Death = readonly [step: string, nth: number];

const FOLDER = process.cwd();
const PROGRAM = join(FOLDER, "node_modules", ".cache", "alert-and-die.mjs");
/** Programs take longer to load than to do their work: so many have begun to load before it is their turn. */
const LOADING = 2;

/** Prisma's compiler of queries is WebAssembly: it is not made fast for a process that dies within a second. */
const FLAGS = ["--liftoff-only", "--wasm-lazy-compilation"];

/** One file loads in half the time that its many modules take. The bundler is the one that `tsx` comes with. */
async function bundle(): Promise<void> {
  const { build } = createRequire(createRequire(import.meta.url).resolve("tsx"))("esbuild");
  const [entryPoints, alias] = [[join(FOLDER, "tests/support/alert-and-die.ts")], { "@": FOLDER }];
  const shape = { bundle: true, platform: "node", format: "esm", packages: "external" };
  await build({ entryPoints, outfile: PROGRAM, alias, logLevel: "error", ...shape });
}

/** Runs `alert-and-die.ts` again and again on one data directory, each start being the recovery of the one before. */
export interface Crashes {
  /** @returns how each ended, in this order */
  run(deaths: readonly Death[]): Promise<Array<Ended & { readonly death: Death }>>;
  /** Starts it to its end: everything over, everything sent. */
  drain(): Promise<Ended>;
  close(): void;
}

export async function prepareCrashes(options: {
  readonly dataDir: string;
  readonly url: string;
  readonly secret: string;
}): Promise<Crashes> {
  await bundle();
  const children: ChildProcess[] = [];

  /** @returns what lets it begin */
  const load = ([step, nth]: Death): (() => Promise<Ended>) => {
    const { dataDir, url, secret } = options;
    const child = spawn(process.execPath, [...FLAGS, PROGRAM, dataDir, url, secret, step, String(nth)], {
      stdio: "pipe",
    });
    children.push(child);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        output += chunk.toString();
      });
    }
    const ended = new Promise<Ended>((resolve) => {
      child.once("close", (code, signal) => resolve({ code, signal, output }));
    });
    return () => {
      child.stdin.write("\n");
      return ended;
    };
  };

  return {
    run: async (deaths) => {
      const loading: Array<() => Promise<Ended>> = [];
      const all: Array<Ended & { death: Death }> = [];
      for (const [index, death] of deaths.entries()) {
        for (const next of deaths.slice(index + loading.length, index + LOADING)) loading.push(load(next));
        const begin = loading.shift() ?? load(death);
        all.push({ ...(await begin()), death });
      }
      return all;
    },
    drain: () => load(["none", 1])(),
    close: () => {
      for (const child of children) child.kill("SIGKILL");
    },
  };
}
