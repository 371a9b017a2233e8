import { callProvider } from "../support/api";
import { CLIENT_KEY, expect, expectConsole, test } from "./product";

/** A second is the promise; what comes on top is a busy machine's. */
const ON_SCREEN_MS = 1_000 + 1_000;

test("an error is on the screen within a second of its reply, without a reload", async ({ page, product }) => {
  await product.addAccount();
  await page.goto("/");
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  for (const code of ["ERROR_FRESH_ONE", "ERROR_FRESH_TWO"]) {
    product.sandbox.provider.next({ method: "createTask", answer: { kind: "error", code } });
    await callProvider(product.origin, "createTask", { clientKey: CLIENT_KEY, task: {} });
    const latest = page.getByRole("region", { name: "Latest errors" });
    await expect(latest.getByText(code, { exact: true })).toBeVisible({ timeout: ON_SCREEN_MS });
    await expect(page.getByRole("region", { name: "Errors over time" }).getByText(code).first()).toBeVisible({
      timeout: ON_SCREEN_MS,
    });
  }
});

test(
  "a lost connection says so, and what happened meanwhile is caught up with",
  expectConsole(
    /ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE_CHUNKED|ERR_CONNECTION_RESET|Failed to load resource/,
  ),
  async ({ page, product }) => {
    await product.addAccount();
    await page.goto("/");
    await expect(page.getByText("Live", { exact: true })).toBeVisible();
    await product.kill();
    await expect(page.getByText("Connection lost")).toBeVisible();
    await product.restart();
    product.sandbox.provider.next({ method: "createTask", answer: { kind: "error", code: "ERROR_MEANWHILE" } });
    await callProvider(product.origin, "createTask", { clientKey: CLIENT_KEY, task: {} });
    await expect(page.getByText("Live", { exact: true })).toBeVisible({ timeout: 20_000 });
    await expect(
      page.getByRole("region", { name: "Latest errors" }).getByText("ERROR_MEANWHILE", { exact: true }),
    ).toBeVisible();
  },
);

test("a hidden tab asks for nothing, and catches up when it is looked at again", async ({ page, product }) => {
  await product.addAccount();
  await page.goto("/");
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const setVisibility = (state: "hidden" | "visible") =>
    page.evaluate((value) => {
      Object.defineProperty(document, "visibilityState", { value, configurable: true });
      Object.defineProperty(document, "hidden", { value: value === "hidden", configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
      window.dispatchEvent(new Event("visibilitychange"));
    }, state);

  await setVisibility("hidden");
  const asked: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith("/api/")) asked.push(pathname);
  });
  product.sandbox.provider.next({ method: "createTask", answer: { kind: "error", code: "ERROR_WHILE_AWAY" } });
  await callProvider(product.origin, "createTask", { clientKey: CLIENT_KEY, task: {} });
  // Longer than any refetch of a page that is looked at would take.
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect(asked).toEqual([]);

  await setVisibility("visible");
  await expect(
    page.getByRole("region", { name: "Latest errors" }).getByText("ERROR_WHILE_AWAY", { exact: true }),
  ).toBeVisible();
});
