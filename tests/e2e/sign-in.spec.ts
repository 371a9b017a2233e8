import type { Page } from "@playwright/test";
import { URI } from "otpauth";
import { callProvider } from "../support/api";
import { OWNER } from "../support/owner";
import { addMember } from "../support/team";
import { CLIENT_KEY, expect, expectConsole, test } from "./product";

const CODE_LASTS_MS = 30_000;

/** The longest that an open page asks for nothing is one heartbeat of the live stream; what comes on top is a busy machine's. */
const LEAVES_MS = 15_000 + 15_000;

async function fillIn(page: Page, { email, password }: { email: string; password: string }): Promise<void> {
  await page.getByRole("textbox", { name: "E-mail" }).fill(email);
  await page.getByRole("textbox", { name: "Password" }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

/** Signs somebody in who has no second factor, as they would themselves, and ends on the wanted page. */
async function signInTo(page: Page, path: string, credentials: { email: string; password: string }): Promise<void> {
  await page.goto(path);
  await fillIn(page, credentials);
  await expect(page).toHaveURL(path);
}

test.describe("signed out", () => {
  test.use({ signedIn: false });

  test(
    "a wrong password and an unknown address are told the same, and the wanted page comes after the right one",
    expectConsole(/status of 401/),
    async ({ page }) => {
      await page.goto("/errors?period=7d");
      await expect(page).toHaveURL("/sign-in?next=%2Ferrors%3Fperiod%3D7d");
      for (const email of [OWNER.email, "stranger@banwatch.example"]) {
        const answered = page.waitForResponse((response) => response.request().method() === "POST");
        await fillIn(page, { email, password: "not the right one" });
        expect((await answered).status()).toBe(401);
        await expect(page.getByRole("alert").filter({ hasText: /./ })).toHaveText("E-mail or password is wrong.");
        await expect(page.getByRole("textbox", { name: "E-mail" })).toHaveValue(email);
      }
      await fillIn(page, OWNER);
      await expect(page).toHaveURL("/errors?period=7d");
      await expect(page.getByRole("heading", { level: 1, name: "Errors" })).toBeVisible();
    },
  );

  test("an address that leads elsewhere is not followed after signing in", async ({ openBrowser, product }) => {
    for (const next of ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example"]) {
      const page = await openBrowser();
      await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
      await fillIn(page, OWNER);
      await expect(page, next).toHaveURL(`${product.origin}/`);
      await expect(page.getByRole("button", { name: /^Account menu of/ })).toBeVisible();
    }
  });
});

test(
  "a second factor that is turned on is asked for, and each recovery code works once",
  expectConsole(/status of 422/),
  async ({ page, openBrowser }) => {
    await page.goto("/profile");
    await page.getByRole("button", { name: "Turn on" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("textbox", { name: "Your password" }).fill(OWNER.password);
    await dialog.getByRole("button", { name: "Continue" }).click();
    const uri = await dialog.getByRole("link", { name: "Open in an app on this device" }).getAttribute("href");
    const app = URI.parse(uri ?? "");
    await dialog.getByRole("textbox", { name: "Code" }).fill(app.generate());
    await dialog.getByRole("button", { name: "Turn on" }).click();
    const codes = dialog.getByRole("list", { name: "Recovery codes" }).getByRole("listitem");
    await expect(codes).toHaveCount(10);
    const [recoveryCode = ""] = await codes.allTextContents();
    await dialog.getByRole("button", { name: "Done" }).click();
    await expect(dialog.getByText("Save the codes first, then tick this.")).toBeVisible();
    await dialog.getByRole("checkbox", { name: "I have saved these codes" }).check();
    await dialog.getByRole("button", { name: "Done" }).click();
    await expect(page.getByRole("button", { name: "Turn off" })).toBeVisible();

    const withApp = await openBrowser();
    await withApp.goto("/accounts");
    await fillIn(withApp, OWNER);
    await expect(withApp.getByRole("heading", { name: "Second factor" })).toBeVisible();
    // The password alone has opened nothing.
    expect((await withApp.request.get("/api/accounts")).status()).toBe(401);
    const code = withApp.getByRole("textbox", { name: "Code" });
    await code.fill(app.generate({ timestamp: Date.now() - 10 * CODE_LASTS_MS }));
    await withApp.getByRole("button", { name: "Confirm" }).click();
    await expect(withApp.getByText(/^This code is not right/)).toBeVisible();
    // The code of now was spent on turning it on; an app whose clock is fast already shows the next.
    await code.fill(app.generate({ timestamp: Date.now() + CODE_LASTS_MS }));
    await withApp.getByRole("button", { name: "Confirm" }).click();
    await expect(withApp).toHaveURL("/accounts");

    const signInWithRecoveryCode = async () => {
      const browser = await openBrowser();
      await browser.goto("/accounts");
      await fillIn(browser, OWNER);
      await browser.getByRole("button", { name: "Use a recovery code" }).click();
      await browser.getByRole("textbox", { name: "Recovery code" }).fill(recoveryCode);
      await browser.getByRole("button", { name: "Confirm" }).click();
      return browser;
    };
    await expect(await signInWithRecoveryCode()).toHaveURL("/accounts");
    const again = await signInWithRecoveryCode();
    await expect(again.getByText("This code is not right, or was used before.")).toBeVisible();
    await expect(again).toHaveURL(/\/sign-in/);
  },
);

test(
  "signing out ends the session itself, not only the browser's cookie",
  expectConsole(/status of 401/),
  async ({ openBrowser }) => {
    const signedOut = await openBrowser();
    await signInTo(signedOut, "/errors", OWNER);
    const cookies = await signedOut.context().cookies();
    await signedOut.getByRole("button", { name: /^Account menu of/ }).click();
    await signedOut.getByRole("menuitem", { name: "Sign out" }).click();
    await expect(signedOut).toHaveURL("/sign-in");
    const withCopy = await openBrowser();
    await withCopy.context().addCookies(cookies);
    await withCopy.goto("/errors");
    await expect(withCopy).toHaveURL("/sign-in?next=%2Ferrors");
  },
);

test(
  "signing out everywhere else ends the other browser's session, and its open page leaves by itself",
  expectConsole(/status of 401/),
  async ({ page, openBrowser }) => {
    const other = await openBrowser();
    await signInTo(other, "/errors", OWNER);
    await expect(other.getByText("Live", { exact: true })).toBeVisible();
    await page.goto("/profile");
    await page.getByRole("button", { name: "Sign out all others" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Sign out the others" }).click();
    await expect(page.getByText("1 session ended", { exact: true }).first()).toBeVisible();
    await expect(other).toHaveURL("/sign-in?next=%2Ferrors", { timeout: LEAVES_MS });
    await page.reload();
    await expect(page.getByText("Nowhere else.")).toBeVisible();
  },
);

test(
  "a page whose session was ended in another browser shows nothing that happened since",
  expectConsole(/status of 401/),
  async ({ page, product, openBrowser }) => {
    await product.addAccount();
    const other = await openBrowser();
    await signInTo(other, "/accounts", OWNER);
    await other.goto("/");
    await expect(other.getByText("Live", { exact: true })).toBeVisible();
    await page.goto("/profile");
    const session = page.getByRole("region", { name: "Where you are signed in" }).getByRole("listitem");
    await session.getByRole("button", { name: /^Sign out: / }).click();
    await expect(session).toHaveCount(1);
    product.sandbox.provider.next({ method: "createTask", answer: { kind: "error", code: "ERROR_AFTERWARDS" } });
    await callProvider(product.origin, "createTask", { clientKey: CLIENT_KEY, task: {} });
    await expect(other).toHaveURL("/sign-in", { timeout: LEAVES_MS });
    await expect(other.getByText("ERROR_AFTERWARDS")).toHaveCount(0);
    await other.goto("/errors");
    await expect(other).toHaveURL("/sign-in?next=%2Ferrors");
  },
);

test(
  "somebody who is removed is out at the next click, and does not get in again",
  expectConsole(/status of 401/),
  async ({ page, product, openBrowser }) => {
    const member = await addMember(product.origin, "admin");
    const theirs = await openBrowser();
    await signInTo(theirs, "/settings/people", member);
    await expect(theirs.getByRole("row", { name: /The admin/ })).toBeVisible();
    await page.goto("/settings/people");
    await page.getByRole("button", { name: "Remove: The admin" }).click();
    await page.getByRole("alertdialog").getByRole("button", { name: "Remove" }).click();
    await expect(page.getByRole("row", { name: /The admin/ })).toHaveCount(0);
    await theirs.getByRole("link", { name: "Audit" }).click();
    await expect(theirs).toHaveURL(/\/sign-in\?next=%2Fsettings%2F/, { timeout: LEAVES_MS });
    await fillIn(theirs, member);
    await expect(theirs.getByText("E-mail or password is wrong.")).toBeVisible();
  },
);
