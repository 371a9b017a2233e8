import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { listMockingTests } from "./tests/support/list-mocking-tests";

/** They would find a module that an earlier file has loaded already, and leave theirs behind. */
const MOCKING = listMockingTests("tests/unit");

/** They race the product against a clock or load it as hard as they can, so nothing else may take the machine's time. */
const TIMED = ["guard-restart", "ledger", "restart", "stalled-database", "storm"].map(
  (name) => `tests/system/${name}.test.ts`,
);

/** Against the whole product in a process of its own. */
const SYSTEM = {
  globalSetup: "tests/support/build-once.ts",
  testTimeout: 60_000,
  hookTimeout: 120_000,
  pool: "forks",
} as const;

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL(".", import.meta.url)) } },
  test: {
    // Left to itself Vitest keeps a processor free for an editor, which on two of them means one file at a time.
    maxWorkers: "100%",
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["tests/unit/**/*.test.{ts,tsx}"],
          exclude: MOCKING,
          // Pure code keeps nothing that the next file could see, and a process for each file takes longer than its tests.
          pool: "threads",
          isolate: false,
          unstubGlobals: true,
          restoreMocks: true,
        },
      },
      { extends: true, test: { name: "unit-mocking", include: MOCKING } },
      {
        extends: true,
        test: { ...SYSTEM, name: "system", include: ["tests/system/**/*.test.ts"], exclude: TIMED },
      },
      {
        extends: true,
        test: {
          ...SYSTEM,
          name: "system-timed",
          include: TIMED,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["tests/integration/**/*.test.ts"],
          testTimeout: 30_000,
          pool: "forks",
        },
      },
    ],
  },
});
