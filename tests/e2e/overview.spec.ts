import type { Page } from "@playwright/test";
import { callProvider } from "../support/api";
import { CLIENT_KEY, expect, expectConsole, type Product, test } from "./product";

const failNext = async (product: Product, code: string, description?: string) => {
  product.sandbox.provider.next({ method: "createTask", answer: { kind: "error", code, description } });
  await callProvider(product.origin, "createTask", { clientKey: CLIENT_KEY, task: {} });
};

const secondsLeft = async (page: Page): Promise<number> => {
  const text = await page.getByRole("region", { name: "Running bans" }).locator("time").first().textContent();
  const [minutes = "0", seconds = "0"] = /(\d+):(\d\d)/.exec(text ?? "")?.slice(1) ?? [];
  return Number(minutes) * 60 + Number(seconds);
};

test("an address ban is said at the top, counts down each second, and goes when its time is over", async ({
  page,
  product,
}) => {
  await product.addAccount();
  await page.goto("/");
  await expect(page.getByText("All clear")).toBeVisible();
  await failNext(product, "ERROR_IP_BANNED", "Your IP has been blocked for 6 seconds");
  await expect(page.getByText("IP banned at EZ-Captcha")).toBeVisible();
  const before = await secondsLeft(page);
  await expect.poll(() => secondsLeft(page)).toBeLessThan(before);
  await expect(page.getByText("All clear")).toBeVisible({ timeout: 15_000 });
});

test("the countdown follows the server's clock when the browser's is an hour off", async ({ page, product }) => {
  await product.addAccount();
  await failNext(product, "ERROR_IP_BANNED", "Your IP has been blocked for 10 minutes");
  await page.addInitScript(() => {
    const now = Date.now.bind(Date);
    Date.now = () => now() + 3_600_000;
  });
  await page.goto("/");
  await expect.poll(() => secondsLeft(page)).toBeGreaterThan(580);
  expect(await secondsLeft(page)).toBeLessThanOrEqual(600);
});

test("a banned key waits for a person, who resumes it with a reason", async ({ page, product }) => {
  await product.addAccount();
  await failNext(product, "ERROR_KEY_BANNED");
  await page.goto("/");
  await expect(page.getByText("Key banned: account main, waits for a person")).toBeVisible();
  await page.getByRole("button", { name: "Resume" }).click();
  await page.getByLabel("Reason").fill("support lifted it");
  await page.getByRole("button", { name: "Resume calls" }).click();
  await expect(page.getByText("All clear")).toBeVisible();
});

test("the period is kept in the URL, and an unknown one falls back", async ({ page, product }) => {
  await product.addAccount();
  await page.goto("/?period=7d");
  await expect(page.getByRole("radio", { name: "7d" })).toBeChecked();
  await page.getByRole("radio", { name: "1h" }).click();
  await expect(page).toHaveURL(/period=1h/);
  await page.goto("/?period=2w");
  await expect(page.getByRole("radio", { name: "24h" })).toBeChecked();
});

test("a code is toggled in the legend, and a bar leads to its errors", async ({ page, product }) => {
  await product.addAccount();
  await failNext(product, "ERROR_NO_SLOT_AVAILABLE");
  await failNext(product, "ERROR_SOMETHING_NEW");
  await page.goto("/?period=1h");
  const chart = page.getByRole("region", { name: "Errors over time" });
  const code = chart.getByRole("button", { name: /ERROR_NO_SLOT_AVAILABLE/ });
  await expect(code).toHaveAttribute("aria-pressed", "true");
  await code.click();
  await expect(code).toHaveAttribute("aria-pressed", "false");

  await chart.getByRole("link", { name: /1 error/ }).click();
  await expect(page).toHaveURL(/\/errors\?.*code=ERROR_SOMETHING_NEW/);
  const list = page.getByRole("table", { name: "Error log" });
  await expect(list.getByText("ERROR_SOMETHING_NEW", { exact: true })).toHaveCount(1);
  await expect(list.getByText("ERROR_NO_SLOT_AVAILABLE", { exact: true })).toHaveCount(0);
  await page.goBack();
  await expect(chart).toBeVisible();
});

test("an error is explained on click: a documented one by the catalogue, another as not documented", async ({
  page,
  product,
}) => {
  await product.addAccount();
  await failNext(product, "<img src=x onerror=alert(1)>", "<b>bold</b> 余额不足");
  // Last: what comes after it is held.
  await failNext(product, "ERROR_ZERO_BALANCE");
  await page.goto("/errors");
  await page.getByRole("button", { name: "ERROR_ZERO_BALANCE", exact: true }).click();
  const sheet = page.getByRole("dialog");
  await expect(sheet.getByText("Insufficient account balance")).toBeVisible();
  await expect(sheet.getByText("What to do next")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "<img src=x onerror=alert(1)>", exact: true }).click();
  await expect(sheet.getByText("The provider's documentation does not explain this code.")).toBeVisible();
  await expect(sheet.getByText("<b>bold</b> 余额不足")).toBeVisible();
});

test("a long list is loaded page by page", async ({ page, product }) => {
  await product.addAccount();
  for (let index = 0; index < 60; index += 1) {
    await callProvider(product.origin, "getTaskResult", { clientKey: CLIENT_KEY, taskId: `unknown-${index}` });
  }
  await page.goto("/errors");
  await expect(page.getByText("50 shown, more to load")).toBeVisible();
  await page.getByRole("button", { name: "Load more" }).click();
  await expect(page.getByText("60 errors", { exact: true })).toBeVisible();
});

test(
  "loading, failed, empty, stale and ready are five different things",
  expectConsole(/status of 503/),
  async ({ page, product }) => {
    await product.addAccount();
    const chart = page.getByRole("region", { name: "Errors over time" });
    let answer: "hang" | "fail" | "pass" = "hang";
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route("**/api/errors/frequency?*", async (route) => {
      if (answer === "hang") await released;
      if (answer === "fail")
        await route.fulfill({ status: 503, json: { error: { code: "x", message: "The database is busy." } } });
      else await route.continue();
    });

    await page.goto("/");
    await expect(chart).toHaveAttribute("aria-busy", "true");
    answer = "fail";
    release();
    await expect(page.getByRole("alert").filter({ hasText: "Could not load errors" })).toBeVisible({ timeout: 15_000 });
    answer = "pass";
    await page.getByRole("button", { name: "Try again" }).first().click();
    await expect(chart.getByText("No errors in this period")).toBeVisible();
    await failNext(product, "ERROR_NO_SLOT_AVAILABLE");
    await expect(chart.getByRole("button", { name: /ERROR_NO_SLOT_AVAILABLE/ })).toBeVisible();
    answer = "fail";
    await failNext(product, "ERROR_TASKID_INVALID");
    await expect(chart.getByText("Not up to date")).toBeVisible({ timeout: 15_000 });
    await expect(chart.getByRole("button", { name: /ERROR_NO_SLOT_AVAILABLE/ })).toBeVisible();
  },
);
