import type { Page } from "@playwright/test";
import type { CooldownListResponse } from "@/lib/contracts/cooldowns";
import { callProvider, getJson } from "../support/api";
import { CLIENT_KEY, expect, ownerCookies, type Product, test } from "./product";

const HOUR_MS = 3_600_000;
/** Longer than what counts as a sleep, and than a screen that is merely slow. */
const SLEEP_MS = 20_000;
const PAGES = ["/cooldowns", "/"] as const;

/** @returns the end of the ban, by the server */
async function ban(product: Product): Promise<number> {
  const answer = { kind: "error", code: "ERROR_IP_BANNED", description: "Your IP has been blocked for 10 minutes" };
  product.sandbox.provider.next({ method: "createTask", answer: answer as never });
  await callProvider(product.origin, "createTask", { clientKey: CLIENT_KEY, task: {} });
  const { cooldowns } = await getJson<CooldownListResponse>(`${product.origin}/api/cooldowns`);
  return cooldowns[0]?.untilMs ?? Number.NaN;
}

/** What every countdown of the page shows, in seconds. A countdown's machine-readable form is a duration. */
async function readCountdowns(page: Page): Promise<number[]> {
  const countdowns = page.locator('time[datetime^="PT"]');
  const texts = await countdowns.allTextContents();
  return texts.map((text) => {
    const [, minutes, seconds] = /^(\d+):(\d\d)$/.exec(text) ?? [];
    return Number(minutes) * 60 + Number(seconds);
  });
}

/**
 * The seconds shown and the seconds left in the middle of a second, where half of one is room enough for a reply's way
 * and a screen's delay: what is shown then is right or wrong.
 */
async function readAtHalfSecond(page: Page, untilMs: number): Promise<{ shown: number[]; left: number }> {
  await new Promise((resolve) => setTimeout(resolve, (untilMs - Date.now() + 500) % 1_000));
  const left = Math.ceil((untilMs - Date.now()) / 1_000);
  const shown = await readCountdowns(page);
  // A reading that took too long to be one of this second says nothing.
  if (Math.ceil((untilMs - Date.now()) / 1_000) !== left) return readAtHalfSecond(page, untilMs);
  return { shown, left };
}

async function expectRight(page: Page, untilMs: number, what: string): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    const { shown, left } = await readAtHalfSecond(page, untilMs);
    expect(shown.length, what).toBeGreaterThan(0);
    expect(shown, what).toEqual(shown.map(() => left));
  }
}

/**
 * Until it is right, with a call that is held before each look: what it counts brings the page a fresh reading of the
 * server's clock. A reading that a page got while it was busy drawing itself for the first time may be seconds old.
 */
async function settle(page: Page, product: Product, untilMs: number, what: string): Promise<void> {
  const isRight = async () => {
    await callProvider(product.origin, "createTask", { clientKey: CLIENT_KEY, task: {} });
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const { shown, left } = await readAtHalfSecond(page, untilMs);
    return shown.length > 0 && shown.every((seconds) => seconds === left);
  };
  await expect.poll(isRight, what).toBe(true);
}

const opened = (page: Page) => expect(page.getByRole("region", { name: "Running bans" }).locator("time").first());

for (const [name, offByMs] of [
  ["fast", HOUR_MS],
  ["slow", -HOUR_MS],
] as const) {
  test(`countdowns are right to the second with a browser clock that is an hour ${name}`, async ({ page, product }) => {
    await product.addAccount();
    const untilMs = await ban(product);
    await page.addInitScript((byMs) => {
      const RealDate = Date;
      globalThis.Date = new Proxy(RealDate, {
        construct: (target, args, self) =>
          Reflect.construct(target, args.length === 0 ? [RealDate.now() + byMs] : args, self),
        get: (target, property) =>
          property === "now" ? () => RealDate.now() + byMs : Reflect.get(target, property, target),
      });
    }, offByMs);
    for (const path of PAGES) {
      await page.goto(path);
      await opened(page).toBeVisible();
      const offMs = (await page.evaluate(() => Date.now())) - Date.now();
      expect(Math.abs(offMs - offByMs), "the browser's clock is off").toBeLessThan(60_000);
      await settle(page, product, untilMs, path);
      await expectRight(page, untilMs, path);
    }
  });
}

interface Sleeper {
  /** Stops its steady clock, or lets it run on. */
  stop(): void;
  wake(): void;
  /** The longest time in which nothing of the page ran. */
  longestGapMs(): number;
}

/** Whether the clock that a page counts with goes on while the machine sleeps differs from system to system. */
for (const stands of [true, false]) {
  test(`countdowns are right to the second after the machine slept, where its steady clock ${stands ? "stood" : "went on"}`, async ({
    openBrowser,
    product,
  }) => {
    await product.addAccount();
    const untilMs = await ban(product);
    for (const path of PAGES) {
      const page = await openBrowser();
      await page.context().addCookies(ownerCookies(product.origin));
      await page.addInitScript((clockStands) => {
        const realNow = performance.now.bind(performance);
        let stoodMs = 0;
        let stoppedAtMs: number | null = null;
        performance.now = () => (stoppedAtMs ?? realNow()) - stoodMs;
        let lastMs = realNow();
        let longestMs = 0;
        setInterval(() => {
          longestMs = Math.max(longestMs, realNow() - lastMs);
          lastMs = realNow();
        }, 100);
        const sleeper: Sleeper = {
          stop: () => {
            if (clockStands) stoppedAtMs = realNow();
          },
          wake: () => {
            if (stoppedAtMs !== null) stoodMs += realNow() - stoppedAtMs;
            stoppedAtMs = null;
          },
          longestGapMs: () => longestMs,
        };
        Object.assign(globalThis, { sleeper });
      }, stands);
      const tell = <K extends keyof Sleeper>(what: K) =>
        page.evaluate((name) => (globalThis as unknown as { sleeper: Sleeper }).sleeper[name](), what);
      await page.goto(path);
      await opened(page).toBeVisible();
      await settle(page, product, untilMs, `${path} before the sleep`);

      const devtools = await page.context().newCDPSession(page);
      await tell("stop");
      // A page that is looked at is never frozen, but its scripts and timers can be stopped between two statements.
      await devtools.send("Debugger.enable");
      await devtools.send("Debugger.pause");
      await new Promise((resolve) => setTimeout(resolve, SLEEP_MS));
      await devtools.send("Debugger.disable");
      await tell("wake");
      await expect.poll(() => tell("longestGapMs"), "the page really stood still").toBeGreaterThan(SLEEP_MS * 0.9);
      // Told of the sleep by its own clock within seconds, it asks the server anew.
      const isNearlyRight = async () => {
        const { shown, left } = await readAtHalfSecond(page, untilMs);
        return shown.length > 0 && shown.every((seconds) => Math.abs(seconds - left) <= 2);
      };
      await expect.poll(isNearlyRight, `${path} after the sleep, by itself`).toBe(true);
      await settle(page, product, untilMs, `${path} after the sleep`);
      await expectRight(page, untilMs, `${path} after the sleep`);
      await page.close();
    }
  });
}
