import { defineConfig } from "@playwright/test";
import { ensureChromium } from "./tests/support/find-chromium";

export default defineConfig({
  testDir: "tests/e2e",
  globalSetup: "./tests/support/build-once.ts",
  outputDir: "test-results",
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  // Each test starts a server of its own, several at once, and what is right must also be right on a busy machine.
  timeout: 180_000,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  use: {
    // What the page was at each step, but no film of it, which took a fifth of the time of every test.
    trace: { mode: "retain-on-failure", screenshots: false, snapshots: true },
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: ensureChromium(),
      // As root Chromium has no sandbox; without the network flags it keeps asking for hosts of its own.
      args: ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-gpu"],
    },
  },
});
