/**
 * Everything that CI checks, in the order that finds a fault soonest. `npm test -- lint` runs the steps whose names
 * begin with what is given.
 */
import { spawnSync } from "node:child_process";
import { buildWhenNeeded, generateClient } from "@/lib/cli/build";
import { ensureChromium } from "./support/find-chromium";

interface Step {
  readonly name: string;
  readonly run: () => boolean | Promise<boolean>;
}

const command = (name: string, ...args: string[]) => {
  const { status } = spawnSync("npx", ["--no-install", name, ...args], {
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" },
  });
  return status === 0;
};

const folder = process.cwd();

const STEPS: readonly Step[] = [
  { name: "generate", run: () => generateClient(folder).then(() => true) },
  { name: "lint and format", run: () => command("biome", "ci", "--error-on-warnings", ".") },
  { name: "route types", run: () => command("next", "typegen") },
  { name: "types", run: () => command("tsc", "--noEmit") },
  {
    name: "import direction",
    run: () => command("depcruise", "app", "components", "lib", "tests", "instrumentation.ts", "--config"),
  },
  { name: "unit tests", run: () => command("vitest", "run", "--project", "unit*") },
  { name: "integration tests", run: () => command("vitest", "run", "--project", "integration") },
  { name: "build", run: () => buildWhenNeeded(folder, console.log).then(() => true) },
  { name: "system tests", run: () => command("vitest", "run", "--project", "system*") },
  {
    name: "end-to-end tests",
    run: () => {
      process.env.CHROMIUM_PATH = ensureChromium();
      return command("playwright", "test");
    },
  },
];

const wanted = process.argv.slice(2);
const chosen = STEPS.filter(({ name }) => wanted.length === 0 || wanted.some((prefix) => name.startsWith(prefix)));

for (const step of chosen) {
  console.log(`\n=== ${step.name}`);
  if (!(await step.run())) {
    console.error(`\n=== ${step.name} failed`);
    process.exit(1);
  }
}
console.log(`\n=== all ${chosen.length} checks passed`);
