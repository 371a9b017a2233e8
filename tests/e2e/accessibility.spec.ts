import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { callProvider } from "../support/api";
import { CLIENT_KEY, expect, type Product, test } from "./product";

const PAGES = ["/", "/errors", "/accounts", "/setup"];
const WIDTHS = [360, 1280, 2560];

async function fill(product: Product): Promise<void> {
  await product.addAccount({ lowBalance: "60000", criticalBalance: "100" });
  for (const code of [
    "ERROR_NO_SLOT_AVAILABLE",
    "ERROR_KEY_BANNED",
    "ERROR_IP_BANNED",
    `ERROR_${"LONG_".repeat(30)}`,
  ]) {
    product.sandbox.provider.next({ method: "createTask", answer: { kind: "error", code } });
    await callProvider(product.origin, "createTask", { clientKey: CLIENT_KEY, task: {} });
  }
}

async function expectNothingFound(page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
  expect(found, what).toEqual([]);
}

for (const colorScheme of ["light", "dark"] as const) {
  for (const locale of ["en", "zh-CN"]) {
    test(`axe finds nothing, and no page scrolls sideways: ${colorScheme}, ${locale}`, async ({ browser, product }) => {
      test.setTimeout(120_000);
      await fill(product);
      const context = await browser.newContext({ colorScheme, locale, baseURL: product.origin });
      const page = await context.newPage();
      for (const path of PAGES) {
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 });
          await page.goto(path);
          await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
          const overflow = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          );
          expect(overflow, `${path} at ${width} px`).toBe(0);
          if (width !== 2560) await expectNothingFound(page, `${path} at ${width} px`);
        }
      }
      await context.close();
    });
  }
}

test("axe finds nothing on an empty installation", async ({ page }) => {
  for (const path of PAGES) {
    await page.goto(path);
    await expect(page.locator("[aria-busy=true]")).toHaveCount(0);
    await expectNothingFound(page, path);
  }
});

test("the overview is read in Simplified Chinese by who prefers it", async ({ browser, product }) => {
  await fill(product);
  const context = await browser.newContext({ locale: "zh-CN", baseURL: product.origin });
  const page = await context.newPage();
  await page.goto("/");
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-CN");
  await expect(page.getByRole("heading", { level: 1 })).not.toHaveText(/[A-Za-z]/);
  await context.close();
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
