import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import type { CooldownListResponse } from "@/lib/contracts/cooldowns";
import type { OpenAlertsResponse } from "@/lib/contracts/incidents";
import { callProvider, getJson, sendJson } from "../support/api";
import { addMember } from "../support/team";
import { CLIENT_KEY, expect, expectConsole, ownerCookies, type Product, test } from "./product";

const PAGES = ["/", "/errors", "/cooldowns", "/accounts", "/setup", "/profile"];
const ALERTS = ["/alerts", "/alerts/rules", "/alerts/channels", "/alerts/maintenance"];
const SETTINGS = ["/settings/people", "/settings/keys", "/settings/tokens", "/settings/audit"];
/** With what stands there once the browser has taken over. */
const ENTRANCES = [
  { path: "/sign-in", shown: (page: Page): Locator => page.getByRole("textbox").first() },
  { path: "/invitation#bad", shown: (page: Page): Locator => page.getByRole("main").getByRole("link") },
];
const WIDTHS = [360, 1280, 2560];

/** Every two of colours, language and the width for axe occur together once; the layout is held against every width. */
const LOOKS = [
  { colorScheme: "light", locale: "en", axeWidth: 1280 },
  { colorScheme: "light", locale: "zh-CN", axeWidth: 360 },
  { colorScheme: "dark", locale: "en", axeWidth: 360 },
  { colorScheme: "dark", locale: "zh-CN", axeWidth: 1280 },
] as const;
type Look = (typeof LOOKS)[number];

const LONG = "long ".repeat(11).trim();

async function fill(product: Product): Promise<void> {
  const { id: accountId } = await product.addAccount({ lowBalance: "60000", criticalBalance: "100" });
  const setGuard = (mode: string) => sendJson("PATCH", `${product.origin}/api/guard`, { mode });
  // So that each of the bans is reached.
  await setGuard("observe");
  for (const code of [
    "ERROR_NO_SLOT_AVAILABLE",
    "ERROR_KEY_BANNED",
    "ERROR_IP_BANNED",
    `ERROR_${"LONG_".repeat(30)}`,
  ]) {
    product.sandbox.provider.next({ method: "createTask", answer: { kind: "error", code } });
    await callProvider(product.origin, "createTask", { clientKey: CLIENT_KEY, task: {} });
  }
  await setGuard("enforce");
  await callProvider(product.origin, "createTask", { clientKey: CLIENT_KEY, task: {} });
  const { origin } = product;
  await addMember(origin, "viewer");
  await sendJson("POST", `${origin}/api/invitations`, {
    role: "operator",
    email: `${"a".repeat(60)}@banwatch.example`,
  });
  const methods = ["createTask", "getTaskResult"];
  for (const label of ["short", LONG])
    await sendJson("POST", `${origin}/api/proxy-keys`, { accountId, label, methods, callsPerMinute: 100 });
  for (const name of ["short", LONG]) {
    const { apiToken } = await sendJson<{ apiToken: { id: string } }>("POST", `${origin}/api/tokens`, {
      name,
      role: "viewer",
    });
    if (name === LONG) await sendJson("DELETE", `${origin}/api/tokens/${apiToken.id}`, undefined);
  }
}

/** What has much to show: names as long as they may be. None of the channels is told anything. */
async function fillAlerts({ origin }: Product): Promise<void> {
  const alerts = `${origin}/api/alerts`;
  const settings = { url: "http://127.0.0.1:9/a-receiver-that-nobody-runs" };
  await sendJson("POST", `${alerts}/channels`, { type: "webhook", name: LONG, settings });
  await sendJson("POST", `${alerts}/rules`, { name: LONG, when: "error-rate", severity: "info" });
  const schedule = {
    kind: "weekly",
    days: [1, 2, 3, 4, 5],
    at: "03:00",
    durationMinutes: 90,
    timeZone: "Asia/Shanghai",
  };
  await sendJson("POST", `${alerts}/maintenance`, { name: LONG, schedule });
}

async function expectNothingFound(page: Page, what: string): Promise<void> {
  // In the page itself, which has no frames: the other way opens a blank page each time to put frames' results together.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });
  const { violations } = await axe.analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
  expect(found, what).toEqual([]);
}

/** The page of one of the bans that run. */
async function findReport({ origin }: Product): Promise<string> {
  const { cooldowns } = await getJson<CooldownListResponse>(`${origin}/api/cooldowns`);
  return `/cooldowns/${cooldowns[0]?.id}`;
}

/** The page of one of the incidents that the bans opened. */
async function findIncident({ origin }: Product): Promise<string> {
  const list = async () => (await getJson<OpenAlertsResponse>(`${origin}/api/alerts`)).incidents;
  await expect.poll(async () => (await list()).length).toBeGreaterThan(0);
  return `/alerts/${(await list())[0]?.id}`;
}

/** Holds the page that is shown against every width. */
async function expectFits(page: Page, path: string, { axeWidth }: Look): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    const overflow = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    // A chart takes a moment to follow the width.
    await expect.poll(overflow, `${path} at ${width} px`).toBe(0);
    if (width === axeWidth) await expectNothingFound(page, `${path} at ${width} px`);
  }
}

async function expectLoaded(page: Page, path: string): Promise<void> {
  // Not by way of the sign-in page, which has nothing to find.
  await expect(page).toHaveURL(path);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
}

for (const look of LOOKS) {
  const name = `${look.colorScheme}, ${look.locale}`;

  test(`axe finds nothing, and no page scrolls sideways: ${name}`, async ({ openBrowser, product }) => {
    test.setTimeout(300_000);
    await fill(product);
    const page = await openBrowser({ colorScheme: look.colorScheme, locale: look.locale });
    await page.context().addCookies(ownerCookies(product.origin));
    await fillAlerts(product);
    for (const path of [...PAGES, await findReport(product), ...ALERTS, await findIncident(product), ...SETTINGS]) {
      await page.goto(path);
      await expectLoaded(page, path);
      await expectFits(page, path, look);
    }
  });
}

test(
  "axe finds nothing, and no page scrolls sideways, for who is not signed in",
  expectConsole(/status of 404/),
  async ({ openBrowser }) => {
    for (const look of LOOKS) {
      const page = await openBrowser({ colorScheme: look.colorScheme, locale: look.locale });
      for (const { path, shown } of ENTRANCES) {
        await page.goto(path);
        await expect(shown(page)).toBeVisible();
        await expectFits(page, `${path}, ${look.colorScheme}, ${look.locale}`, look);
      }
      await page.close();
    }
  },
);

test.describe("a fresh installation", () => {
  test.use({ owned: false });

  test("axe finds nothing, and nothing scrolls sideways, where the owner is set up", async ({ openBrowser }) => {
    for (const look of LOOKS) {
      const page = await openBrowser({ colorScheme: look.colorScheme, locale: look.locale });
      await page.goto("/setup");
      await expect(page.getByRole("textbox")).toHaveCount(3);
      await expectFits(page, `/setup, ${look.colorScheme}, ${look.locale}`, look);
      await page.close();
    }
  });
});

test("axe finds nothing on an empty installation", async ({ page }) => {
  for (const path of [...PAGES, ...ALERTS, ...SETTINGS]) {
    await page.goto(path);
    await expectLoaded(page, path);
    await expectNothingFound(page, path);
  }
});

/** Stands for the page of an incident. */
const INCIDENT = "/alerts/…";

/** Where a window is opened, and how. They are looked at in light and dark by turns: all are made of the same parts. */
const WINDOWS: readonly { readonly path: string; readonly open: readonly string[] }[] = [
  { path: "/settings/people", open: ["Invite", "Make the link"] },
  { path: "/settings/people", open: ["Change role: The viewer"] },
  { path: "/settings/people", open: ["Remove: The viewer"] },
  { path: "/settings/keys", open: ["Issue a key"] },
  { path: "/settings/tokens", open: ["Create a token"] },
  { path: "/settings/audit", open: ["Issued a proxy key"] },
  { path: "/profile", open: ["Turn on"] },
  { path: "/accounts", open: ["Who calls: main"] },
  { path: "/cooldowns", open: ["Lift"] },
  { path: "/cooldowns", open: ["Resume"] },
  { path: "/cooldowns", open: ["Rehearse a ban"] },
  { path: "/alerts/rules", open: ["New rule"] },
  { path: "/alerts/maintenance", open: ["Plan a maintenance"] },
  { path: "/alerts/channels", open: ["Add a channel"] },
  { path: INCIDENT, open: ["Snooze"] },
  { path: INCIDENT, open: ["Resolve"] },
];
const CHANNELS = ["Slack", "Discord", "Microsoft Teams", "Telegram", "E-mail", "ntfy", "PagerDuty", "Webhook"];

/** Until it has faded in, its colours are not its own. One cut off by the next render is over as well. */
async function expectFadedIn(opened: Locator): Promise<void> {
  await expect(opened).toBeVisible();
  await opened.evaluate(async (element) => {
    await Promise.allSettled(element.getAnimations({ subtree: true }).map(({ finished }) => finished));
  });
}

test("axe finds nothing in the windows that open over a page", async ({ openBrowser, product }) => {
  await fill(product);
  await fillAlerts(product);
  await sendJson("POST", `${product.origin}/api/accounts`, { name: "rehearsals", provider: "sandbox" });
  const incident = await findIncident(product);
  for (const [turn, colorScheme] of (["light", "dark"] as const).entries()) {
    const page = await openBrowser({ colorScheme });
    await page.context().addCookies(ownerCookies(product.origin));
    for (const { path: where, open } of WINDOWS.filter((_, index) => index % 2 === turn)) {
      const path = where === INCIDENT ? incident : where;
      await page.goto(path);
      await expectLoaded(page, path);
      for (const name of open) {
        await page.getByRole("button", { name, exact: true }).first().click();
        const opened = page.getByRole("dialog").or(page.getByRole("alertdialog"));
        await expectFadedIn(opened);
        await expectNothingFound(page, `${path}, ${name}, ${colorScheme}`);
      }
    }
    await page.close();
  }
});

test("axe finds nothing in the form of any channel", async ({ page }) => {
  await page.goto("/alerts/channels");
  await expectLoaded(page, "/alerts/channels");
  const window = page.getByRole("dialog");
  let gallery: Page | Locator = page.getByRole("main");
  for (const name of CHANNELS) {
    await gallery.getByRole("button", { name: new RegExp(`^${name}`) }).click();
    await expectFadedIn(window);
    await expectNothingFound(page, name);
    await window.getByRole("button", { name: "Another type" }).click();
    gallery = window;
  }
});

test("the overview is read in Simplified Chinese by who prefers it", async ({ openBrowser, product }) => {
  await fill(product);
  const page = await openBrowser({ locale: "zh-CN" });
  await page.context().addCookies(ownerCookies(product.origin));
  await page.goto("/");
  await expect(page).toHaveURL("/");
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
  await expect(page.getByRole("heading", { level: 1 })).not.toHaveText(/[A-Za-z]/);
});

test("an error is reached, opened and closed by keyboard alone, with the focus always in sight", async ({
  page,
  product,
}) => {
  await fill(product);
  await page.goto("/");
  await expect(page.getByRole("button", { name: "ERROR_NO_SLOT_AVAILABLE", exact: true })).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: /skip/i })).toBeFocused();
  const target = page.getByRole("button", { name: "ERROR_NO_SLOT_AVAILABLE", exact: true });
  for (let presses = 0; presses < 80; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) break;
    await page.keyboard.press("Tab");
    const hasOutline = await page.evaluate(() => {
      const { activeElement } = document;
      if (activeElement === null || activeElement === document.body) return true;
      // A radio button shows its ring on the label around it, the button of a table's row on the row.
      const shown = activeElement.closest("label, tr") ?? activeElement;
      const { outlineStyle, boxShadow } = getComputedStyle(shown);
      return outlineStyle !== "none" || boxShadow !== "none";
    });
    expect(hasOutline, `after ${presses + 1} presses`).toBe(true);
  }
  await expect(target).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(target).toBeFocused();
});
