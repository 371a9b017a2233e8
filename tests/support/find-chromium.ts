import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { chromium } from "@playwright/test";

const SYSTEM_PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const run = (command: string, args: readonly string[]) =>
  spawnSync(command, args, {
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  }).status === 0;

/** Where a Chromium is that is here already: CHROMIUM_PATH, the system's, or Playwright's own. */
export function findChromium(): string | null {
  const { CHROMIUM_PATH } = process.env;
  if (CHROMIUM_PATH !== undefined && CHROMIUM_PATH !== "") {
    if (isExecutable(CHROMIUM_PATH)) return CHROMIUM_PATH;
    throw new Error(`CHROMIUM_PATH is ${CHROMIUM_PATH}, which is no program. Set it to a Chromium, or unset it.`);
  }
  const installed = SYSTEM_PATHS.find(isExecutable);
  if (installed !== undefined) return installed;
  return existsSync(chromium.executablePath()) ? chromium.executablePath() : null;
}

/**
 * A Chromium to test with; gets one where there is none: Playwright's download on an open network, else the system's
 * package, which takes the rights to install it.
 *
 * @throws when neither way brings one, with what to do
 */
export function ensureChromium(): string {
  const here = findChromium();
  if (here !== null) return here;
  console.log("No Chromium is installed; getting one.");
  if (!run("npx", ["playwright", "install", "chromium", "--with-deps"]) && existsSync("/usr/bin/apt-get")) {
    run("apt-get", ["update", "-qq"]);
    run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"]);
  }
  const found = findChromium();
  if (found !== null) return found;
  throw new Error("There is no Chromium for the browser tests. Install one and set CHROMIUM_PATH to it.");
}
