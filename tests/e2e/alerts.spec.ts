import type { Page } from "@playwright/test";
import type { AlertNotice } from "@/lib/contracts/alert-notice";
import type { AlertSettingsResponse } from "@/lib/contracts/alert-settings";
import { callProvider, getJson, sendJson } from "../support/api";
import { type Receiver, startReceiver } from "../support/receivers/receiver";
import { addMember, type Member } from "../support/team";
import { CLIENT_KEY, expect, expectConsole, type Product, test } from "./product";

const HEADLINE = /^IP ban at /;
/** A rehearsal's mistakes take 15 s, its ban 20 s, and then there is a probe. */
const REHEARSAL_MS = 90_000;

const cookiesOf = ({ cookie }: Member, origin: string) =>
  cookie
    .split("; ")
    .map((pair) => ({ name: pair.split("=")[0] ?? "", value: pair.slice(pair.indexOf("=") + 1), url: origin }));

const noticesOf = (receiver: Receiver<"webhook">) =>
  receiver.accepted().flatMap(({ json }) => (json as { data: { notices: AlertNotice[] } }).data.notices);
const eventsOf = (receiver: Receiver<"webhook">, kind: AlertNotice["kind"]) =>
  noticesOf(receiver)
    .filter((notice) => notice.kind === kind && notice.event !== "test")
    .map(({ event }) => event);

/** Adds the first channel, as an owner does who has just heard of alerts. */
async function addWebhook(page: Page, { settings }: Receiver<"webhook">): Promise<void> {
  await page.goto("/alerts/channels");
  await page.getByRole("button", { name: /^Webhook/ }).click();
  const sheet = page.getByRole("dialog");
  await sheet.getByRole("textbox", { name: /^Name/ }).fill("ops");
  await sheet.getByRole("textbox", { name: /^URL/ }).fill(settings.url);
  await sheet.getByRole("textbox", { name: "Signing secret" }).fill(settings.secret ?? "");
  await sheet.getByRole("button", { name: "Send a test" }).click();
  await expect(sheet.getByText("HTTP 204")).toBeVisible();
  await sheet.getByRole("button", { name: "Add the channel" }).click();
  await expect(sheet).toBeHidden();
  await expect(page.getByText("ops", { exact: true }).first()).toBeVisible();
}

test.describe("alerts", () => {
  let receiver: Receiver<"webhook">;

  test.beforeEach(async () => {
    receiver = await startReceiver("webhook");
  });
  test.afterEach(() => receiver.close());

  const openAs = async (openBrowser: () => Promise<Page>, product: Product, member: Member): Promise<Page> => {
    const page = await openBrowser();
    await page.context().addCookies(cookiesOf(member, product.origin));
    await page.goto("/alerts");
    await expect(page.getByRole("heading", { level: 1, name: "Alerts" })).toBeVisible();
    return page;
  };

  test("a rehearsal from its first error to the message of its end, acknowledged by an operator and by nobody else", async ({
    page,
    product,
    openBrowser,
  }) => {
    await sendJson("POST", `${product.origin}/api/accounts`, { name: "rehearsals", provider: "sandbox" });
    await addWebhook(page, receiver);
    const viewer = await addMember(product.origin, "viewer");
    const operator = await addMember(product.origin, "operator");
    const viewerPage = await openAs(openBrowser, product, viewer);
    const operatorPage = await openAs(openBrowser, product, operator);

    await page.goto("/cooldowns");
    await page.getByRole("button", { name: "Rehearse a ban", exact: true }).click();
    await page
      .getByRole("dialog")
      .or(page.getByRole("alertdialog"))
      .getByRole("button", { name: "Start", exact: true })
      .click();

    // It comes by itself, to pages that were open before.
    const row = operatorPage.getByRole("link", { name: HEADLINE }).first();
    await expect(row).toBeVisible({ timeout: REHEARSAL_MS });
    await row.click();
    await operatorPage.waitForURL(/\/alerts\/[^/]+$/);
    const path = new URL(operatorPage.url()).pathname;
    const id = path.split("/").at(-1);
    const refused = await fetch(`${product.origin}/api/alerts/${id}/acknowledge`, {
      method: "POST",
      headers: { cookie: viewer.cookie, "content-type": "application/json" },
    });
    expect(refused.status).toBe(403);
    await operatorPage.getByRole("button", { name: "Acknowledge", exact: true }).click();
    await expect(operatorPage.getByText("Acknowledged by The operator")).toBeVisible();

    await expect(viewerPage.getByRole("link", { name: HEADLINE }).first()).toBeVisible();
    await viewerPage.goto(path);
    await expect(viewerPage.getByText("Acknowledged by The operator")).toBeVisible();
    await expect(viewerPage.getByRole("button", { name: /acknowledge|take back|snooze|resolve/i })).toHaveCount(0);

    await expect.poll(() => eventsOf(receiver, "ip-ban"), { timeout: REHEARSAL_MS }).toEqual(["firing", "resolved"]);
    expect(receiver.received.filter(({ problem }) => problem !== null)).toEqual([]);
    expect(noticesOf(receiver).every(({ event, facts }) => event === "test" || facts.isDrill)).toBe(true);

    await page.goto(path);
    const timeline = page.getByRole("region", { name: "What happened" });
    await expect(timeline.getByRole("listitem")).toHaveCount(3);
    for (const [index, what] of ["Opened", "Acknowledged by The operator", "Resolved"].entries()) {
      await expect(timeline.getByRole("listitem").nth(index)).toContainText(what);
    }
    const messages = page.getByRole("region", { name: "Messages" });
    await expect(messages.locator("details")).toHaveCount(2);
    await messages.locator("summary").first().click();
    await expect(messages.getByText(/^HTTP 204/).first()).toBeVisible();
  });

  test("the bell and the tab's title tell what fires, and a paused rule tells nobody until it goes on", async ({
    page,
    product,
  }) => {
    await product.addAccount();
    await addWebhook(page, receiver);
    await page.goto("/alerts/rules");
    const rule = page.getByRole("switch", { name: "Rule is on: IP address banned" });
    await rule.click();
    await expect(rule).not.toBeChecked();
    await expect(page.getByText("IP address banned is paused", { exact: true })).toBeVisible();

    product.sandbox.provider.banAddress(600);
    await callProvider(product.origin, "createTask", { clientKey: CLIENT_KEY, task: {} });
    const bannedMs = Date.now();
    const lookedAtMs = async () =>
      (await getJson<AlertSettingsResponse>(`${product.origin}/api/alerts/settings`)).evaluatedAtMs ?? 0;
    await expect.poll(lookedAtMs).toBeGreaterThan(bannedMs);
    expect(eventsOf(receiver, "ip-ban")).toEqual([]);

    await rule.click();
    await expect(rule).toBeChecked();
    await expect.poll(() => eventsOf(receiver, "ip-ban")).toEqual(["firing"]);
    await expect(page).toHaveTitle(/\d/);
    await page.getByRole("button", { name: /^Alerts: \d+ alerts? fires?$/ }).click();
    await page
      .getByRole("dialog", { name: "What fires" })
      .getByRole("link", { name: /IP ban at / })
      .click();
    await expect(page.getByRole("heading", { level: 1, name: HEADLINE })).toBeVisible();
  });

  // Without a network there is no push service to subscribe at, and a browser without a profile has none at all.
  test(
    "browser push is switched on, or says why not",
    expectConsole(/Push API|push service/),
    async ({ page, product, context }) => {
      await sendJson("POST", `${product.origin}/api/alerts/channels`, {
        name: "browsers",
        type: "push",
        settings: {},
        isDefault: true,
      });
      await context.grantPermissions(["notifications"], { origin: product.origin });
      await page.goto("/alerts/channels");
      const panel = page.getByRole("region", { name: "Tell me in this browser" });
      await panel.getByRole("button", { name: "Switch on in this browser" }).click();
      const isOn = panel.getByText("On in this browser");
      const whyNot = page.getByText(/push service did not take it|blocks notifications|were blocked/);
      await expect(isOn.or(whyNot).first()).toBeVisible({ timeout: 60_000 });
      const workers = await page.evaluate(async () => {
        const registrations = await navigator.serviceWorker.getRegistrations();
        return registrations.map(({ active, waiting, installing }) => (active ?? waiting ?? installing)?.scriptURL);
      });
      expect(workers.map((url) => new URL(url ?? "").pathname)).toEqual(["/push-worker.js"]);
    },
  );
});
