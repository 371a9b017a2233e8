import { execFileSync } from "node:child_process";
import { CLIENT_KEY, expect, expectConsole, test } from "./product";

test("a fresh installation leads to the set-up, and the shown command is the first call", async ({ page }) => {
  await page.goto("/");
  await page.getByRole("link", { name: "Set up an account" }).click();
  await page.getByRole("button", { name: "Start with the sandbox" }).click();
  await expect(page.getByText("Waiting for your first call…")).toBeVisible();
  const command = await page.getByRole("figure", { name: "Ask for the balance" }).locator("code").textContent();
  expect(command).toContain(new URL(page.url()).origin);
  const answer = execFileSync("/bin/sh", ["-c", command ?? ""]).toString();
  expect(JSON.parse(answer)).toMatchObject({ errorId: 0, balance: 100_000 });
  await expect(page.getByText("Received", { exact: true })).toBeVisible();
});

test(
  "a key is checked with the provider before it is saved, and the provider's own words are shown",
  expectConsole(/status of 422/),
  async ({ page, product }) => {
    await page.goto("/setup");
    await page.getByRole("radio", { name: /YesCaptcha/ }).check();
    await page.getByLabel("Name").fill("production");
    await page.getByText("Advanced: another address").click();
    await page.getByLabel("Base URL").fill(product.sandbox.origin);
    await page.getByRole("textbox", { name: "Account key" }).fill("this-key-is-wrong");
    await page.getByRole("button", { name: "Check the key and save" }).click();
    const failure = page.getByRole("alert").filter({ hasText: "YesCaptcha refused the key" });
    await expect(failure).toBeVisible();
    await expect(failure.getByText("ERROR_KEY_DOES_NOT_EXIST")).toBeVisible();
    await expect(failure.getByText("client key error")).toBeVisible();
    await expect(page.getByLabel("Name")).toHaveValue("production");

    await page.getByRole("textbox", { name: "Account key" }).fill(CLIENT_KEY);
    await page.getByRole("button", { name: "Check the key and save" }).click();
    await expect(page.getByText("Waiting for your first call…")).toBeVisible();
    await expect(page.getByText("50,000")).toBeVisible();
    expect(await page.content()).not.toContain(CLIENT_KEY);
  },
);

test("accounts are edited, archived and restored, and a key is replaced", async ({ page, product }) => {
  await product.addAccount();
  product.sandbox.provider.addAccount({ clientKey: "the-replacement-key-9876", balance: 700 });
  await page.goto("/accounts");
  const row = page.getByRole("row", { name: /main/ });
  await expect(row.getByText("•••• cdef")).toBeVisible();

  await page.getByRole("button", { name: "Edit: main" }).click();
  await page.getByLabel("Low balance").fill("60000");
  await page.getByRole("button", { name: "Save changes" }).click();
  await expect(row.getByText("Low", { exact: true }).first()).toBeVisible();
  await page.goto("/");
  await expect(page.getByText("Balance low: main")).toBeVisible();

  await page.goto("/accounts");
  await page.getByRole("button", { name: "Replace key: main" }).click();
  await page.getByRole("dialog").getByRole("textbox", { name: "Account key" }).fill("the-replacement-key-9876");
  await page.getByRole("button", { name: "Check and replace" }).click();
  await expect(row.getByText("•••• 9876")).toBeVisible();
  await expect(row.getByText("700 points")).toBeVisible();

  await page.getByRole("button", { name: "Archive: main" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Archive" }).click();
  await expect(page.getByText("No account in use")).toBeVisible();
  await page.getByText("1 archived account").click();
  await page.getByRole("button", { name: "Restore: main" }).click();
  await expect(page.getByText("1 account in use")).toBeVisible();
});
