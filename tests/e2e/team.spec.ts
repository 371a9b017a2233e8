import type { Page } from "@playwright/test";
import type { SandboxServer } from "@/lib/sandbox/http-server";
import { VALID_SITE_KEY } from "@/lib/sandbox/task-types";
import { callProvider } from "../support/api";
import { createAnticaptchaClient } from "../support/real-clients";
import { CLIENT_KEY, expect, expectConsole, test } from "./product";

const OWNER = { name: "Olga", email: "olga@banwatch.example", password: "nobody guesses this one" };
const VIEWER = { name: "Vera", email: "vera@banwatch.example", password: "neither will they guess this" };
const KEY_LABEL = "price crawler";
const TASK = { type: "RecaptchaV2TaskProxyless", websiteURL: "https://shop.example/", websiteKey: VALID_SITE_KEY };

/** What changes something, by page. The owner sees all of it, a viewer nothing. */
const CHANGES = [
  { path: "/", role: "button", name: "Resume" },
  { path: "/", role: "link", name: "Settings" },
  { path: "/accounts", role: "link", name: "Add an account" },
  { path: "/accounts", role: "link", name: "Connect a program: main" },
  { path: "/accounts", role: "button", name: "Edit: main" },
  { path: "/accounts", role: "button", name: "Replace key: main" },
  { path: "/accounts", role: "button", name: "Archive: main" },
] as const;

/** Something on each page that is only there once its data has come. */
const LOADED = {
  "/": (page: Page) => page.getByText("Key banned: account main, waits for a person"),
  "/accounts": (page: Page) => page.getByRole("button", { name: "Who calls: main" }),
  "/errors": (page: Page) => page.getByRole("table", { name: "Error log" }).getByText("ERROR_KEY_BANNED"),
} as const;

/** Changes that only an operator, an admin or an owner may make, none of which the server may look into any further. */
const REFUSED = [
  { method: "POST", path: "/api/accounts", body: { name: "mine", provider: "sandbox" } },
  { method: "PATCH", path: "/api/accounts/{account}", body: { name: "renamed" } },
  { method: "PATCH", path: "/api/accounts/{account}", body: { archived: true } },
  { method: "POST", path: "/api/cooldowns/{account}/resume", body: { reason: "because" } },
  { method: "POST", path: "/api/invitations", body: { role: "owner" } },
  { method: "PATCH", path: "/api/people/{me}", body: { role: "owner" } },
  { method: "DELETE", path: "/api/people/{me}" },
  { method: "POST", path: "/api/people/{me}/reset-link" },
  { method: "POST", path: "/api/proxy-keys", body: { accountId: "{account}", label: "mine" } },
  { method: "DELETE", path: "/api/proxy-keys/{account}" },
  { method: "POST", path: "/api/tokens", body: { name: "mine", role: "admin" } },
  { method: "DELETE", path: "/api/tokens/{account}" },
] as const;

/** @returns the status of each of {@link REFUSED}, asked for by the page itself, with whatever its browser has */
const tryChanges = (page: Page) =>
  page.evaluate(async (changes) => {
    const read = async (path: string) => (await fetch(path)).json();
    const { accounts } = await read("/api/accounts");
    const { viewer } = await read("/api/me");
    const fill = (text: string) => text.replaceAll("{account}", accounts[0].id).replaceAll("{me}", viewer.id);
    const answers: string[] = [];
    for (const change of changes) {
      const { method, path } = change;
      const body = "body" in change ? fill(JSON.stringify(change.body)) : undefined;
      const answer = await fetch(fill(path), { method, body, headers: { "content-type": "application/json" } });
      answers.push(`${method} ${path} ${answer.status}`);
    }
    return answers;
  }, REFUSED);

async function openSettings(page: Page, tab: "People" | "Keys" | "Audit"): Promise<void> {
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Settings" }).click();
  await page.getByRole("navigation", { name: "Settings" }).getByRole("link", { name: tab }).click();
}

/** The dialog of a secret that is shown once. @returns what stands there, after the dialog was closed */
async function takeSecret(page: Page, title: string, secretIs: RegExp): Promise<string> {
  const dialog = page.getByRole("dialog", { name: title });
  const secret = await dialog.getByRole("figure").getByText(secretIs).first().textContent();
  const done = dialog.getByRole("button", { name: "Done" });
  await done.click();
  // It was not copied, so it asks once more.
  await expect(dialog.getByRole("alert").filter({ hasText: "You have not copied it yet" })).toBeVisible();
  await done.click();
  await expect(dialog).toBeHidden();
  return secret ?? "";
}

const failNext = ({ provider }: SandboxServer, code: string) =>
  provider.next({ method: "createTask", answer: { kind: "error", code } });

test.describe("a team", () => {
  test.use({ owned: false });

  test(
    "from a fresh installation to a proxy key that is revoked",
    // Whoever signs out while a page loads is refused the rest of it.
    expectConsole(/status of 40[13]/),
    async ({ page, product, openBrowser }) => {
      test.setTimeout(300_000);
      const { provider } = product.sandbox;

      await test.step("until somebody owns it, every page leads to the set-up", async () => {
        for (const path of ["/", "/errors", "/accounts", "/settings/people", "/profile", "/sign-in", "/invitation#x"]) {
          await page.goto(path);
          await expect(page, path).toHaveURL(/\/setup(#x)?$/);
        }
      });

      await test.step("the first visitor becomes the owner", async () => {
        await page.getByRole("textbox", { name: "Name" }).fill(OWNER.name);
        await page.getByRole("textbox", { name: "E-mail" }).fill(OWNER.email);
        await page.getByRole("textbox", { name: "Password" }).fill(OWNER.password);
        await page.getByRole("button", { name: "Create the owner" }).click();
        await expect(page.getByRole("heading", { name: "Set up an account" })).toBeVisible();
      });

      await test.step("who adds an account", async () => {
        await page.getByRole("radio", { name: /Any provider of the same protocol/ }).check();
        await page.getByRole("textbox", { name: "Base URL" }).fill(product.sandbox.origin);
        await page.getByRole("textbox", { name: "Name" }).fill("main");
        await page.getByRole("textbox", { name: "Account key" }).fill(CLIENT_KEY);
        await page.getByRole("button", { name: "Check the key and save" }).click();
        await expect(page.getByText("Waiting for your first call…")).toBeVisible();
      });

      // A call with the account's own key, which later must not be anybody else's.
      failNext(product.sandbox, "ERROR_KEY_BANNED");
      await callProvider(product.origin, "createTask", { clientKey: CLIENT_KEY, task: TASK });

      const link = await test.step("and makes an invitation link", async () => {
        await openSettings(page, "People");
        await page.getByRole("button", { name: "Invite" }).click();
        const dialog = page.getByRole("dialog", { name: "Invite somebody" });
        await dialog.getByRole("radio", { name: "Viewer" }).check();
        await dialog.getByRole("button", { name: "Make the link" }).click();
        return takeSecret(page, "Invitation link", /^https?:/);
      });
      expect(new URL(link).origin).toBe(product.origin);

      const guest = await openBrowser();
      await test.step("which lets somebody in, in another browser, once", async () => {
        await guest.goto("/accounts");
        await expect(guest.getByRole("heading", { name: "Sign in" })).toBeVisible();
        await guest.goto(link);
        await expect(guest.getByRole("heading", { name: "You are invited" })).toBeVisible();
        await guest.getByRole("textbox", { name: "Name" }).fill(VIEWER.name);
        await guest.getByRole("textbox", { name: "E-mail" }).fill(VIEWER.email);
        await guest.getByRole("textbox", { name: "Password" }).fill(VIEWER.password);
        await guest.getByRole("button", { name: "Accept the invitation" }).click();
        await guest.getByRole("button", { name: `Account menu of ${VIEWER.name}` }).click();
        await guest.getByRole("menuitem", { name: "Sign out" }).click();
        await expect(guest.getByRole("heading", { name: "Sign in" })).toBeVisible();
        await guest.getByRole("textbox", { name: "E-mail" }).fill(VIEWER.email);
        await guest.getByRole("textbox", { name: "Password" }).fill(VIEWER.password);
        await guest.getByRole("button", { name: "Sign in" }).click();
        await expect(guest).toHaveURL(`${product.origin}/`);
      });

      await test.step("who sees what the owner sees, without what changes it", async () => {
        for (const path of ["/", "/accounts", "/errors"] as const) {
          for (const someone of [page, guest]) {
            await someone.goto(path);
            await expect(LOADED[path](someone)).toBeVisible();
          }
          for (const { role, name } of CHANGES.filter((change) => change.path === path)) {
            await expect(page.getByRole(role, { name, exact: true }), `${name}, the owner`).toBeVisible();
            await expect(guest.getByRole(role, { name, exact: true }), `${name}, a viewer`).toHaveCount(0);
          }
        }
        for (const path of ["/settings/people", "/settings/keys", "/settings/tokens", "/settings/audit"]) {
          await guest.goto(path);
          await expect(guest.getByText("Settings are for admins")).toBeVisible();
          await expect(guest.getByRole("main").getByRole("button")).toHaveCount(0);
        }
        await guest.goto("/setup");
        await expect(guest.getByRole("heading", { name: "Accounts are added by admins" })).toBeVisible();
      });

      await test.step("and whose browser is refused every change all the same", async () => {
        const asked = provider.received.total;
        expect(await tryChanges(guest)).toEqual(REFUSED.map(({ method, path }) => `${method} ${path} 403`));
        expect(provider.received.total).toBe(asked);
        await page.goto("/settings/people");
        await expect(page.getByRole("row", { name: new RegExp(VIEWER.name) }).getByText("Viewer")).toBeVisible();
        await page.goto("/accounts");
        await expect(page.getByText("1 account in use")).toBeVisible();
        await expect(page.getByRole("row", { name: /main/ })).toBeVisible();
      });

      await test.step("the owner lets calls go on", async () => {
        await page.goto("/");
        await page.getByRole("button", { name: "Resume" }).click();
        await page.getByLabel("Reason").fill("support lifted it");
        await page.getByRole("button", { name: "Resume calls" }).click();
        await expect(page.getByText("All clear")).toBeVisible();
      });

      const key = await test.step("and issues a proxy key", async () => {
        await openSettings(page, "Keys");
        await page.getByRole("button", { name: "Issue a key" }).click();
        const dialog = page.getByRole("dialog", { name: "Issue a proxy key" });
        await dialog.getByRole("combobox", { name: "Account" }).selectOption("main");
        await dialog.getByRole("textbox", { name: "Label" }).fill(KEY_LABEL);
        await dialog.getByRole("button", { name: "Issue the key" }).click();
        return takeSecret(page, `${KEY_LABEL} is issued`, /^bw_/);
      });
      expect(key).toMatch(/^bw_/);
      const client = createAnticaptchaClient({ baseUrl: product.origin, clientKey: key });
      const reportedCode = () =>
        client.createTask(TASK).then(
          () => null,
          (error: unknown) => client.reportedCode(error),
        );

      await test.step("with which a program calls, and the provider sees the account's own key", async () => {
        const before = provider.received;
        for (const code of ["ERROR_NO_SLOT_AVAILABLE", "ERROR_NO_SLOT_AVAILABLE", "ERROR_TASK_NOT_SUPPORTED"]) {
          failNext(product.sandbox, code);
          expect(await reportedCode()).toBe(code);
        }
        expect(await reportedCode()).toBeNull();
        expect((provider.received.byKey[CLIENT_KEY] ?? 0) - (before.byKey[CLIENT_KEY] ?? 0)).toBe(4);
        expect(Object.keys(provider.received.byKey)).toEqual([CLIENT_KEY]);
        const seen = provider.recentRequests.map(({ bodyBytes }) => Buffer.from(bodyBytes).toString());
        expect(seen).toHaveLength(provider.received.total);
        expect(seen.filter((body) => body.includes("bw_"))).toEqual([]);
      });

      await test.step("and its errors are told apart from those of others", async () => {
        await page.goto("/errors");
        const list = page.getByRole("table", { name: "Error log" });
        await expect(list.getByText("ERROR_KEY_BANNED", { exact: true })).toBeVisible();
        await page.getByRole("combobox", { name: "Account" }).selectOption("main");
        await page.getByRole("combobox", { name: "Proxy key" }).selectOption(KEY_LABEL);
        await expect(page.getByText("3 errors", { exact: true })).toBeVisible();
        await expect(list.getByText("ERROR_NO_SLOT_AVAILABLE", { exact: true })).toHaveCount(2);
        await expect(list.getByText("ERROR_TASK_NOT_SUPPORTED", { exact: true })).toHaveCount(1);
        await expect(list.getByText("ERROR_KEY_BANNED", { exact: true })).toHaveCount(0);
        await expect(list.getByText(KEY_LABEL, { exact: true })).toHaveCount(3);

        await page.goto("/accounts");
        await page.getByRole("button", { name: "Who calls: main" }).click();
        const callers = page.getByRole("dialog", { name: "Who calls main" }).getByRole("list", { name: "Callers" });
        const program = callers.getByRole("listitem").filter({ has: page.getByRole("link", { name: KEY_LABEL }) });
        await expect(program.getByRole("definition")).toHaveText(["4", "3", /75/, "0"]);
        await expect(program.getByText("ERROR_NO_SLOT_AVAILABLE")).toBeVisible();
        await expect(program.getByText("ERROR_KEY_BANNED")).toHaveCount(0);
      });

      await test.step("until the key is revoked, from the very next call on", async () => {
        await page.goto("/settings/keys");
        await page.getByRole("button", { name: `Revoke: ${KEY_LABEL}` }).click();
        const sent = provider.received.total;
        await page.getByRole("alertdialog").getByRole("button", { name: "Revoke" }).click();
        await expect(page.getByText("1 key that ended")).toBeVisible();
        expect(await reportedCode()).toBe("ERROR_KEY_DOES_NOT_EXIST");
        const refused = await callProvider(product.origin, "createTask", { clientKey: key, task: TASK });
        expect(refused).toMatchObject({
          status: 200,
          origin: "local",
          json: { errorCode: "ERROR_KEY_DOES_NOT_EXIST" },
        });
        expect(provider.received.total).toBe(sent);
      });

      await test.step("and all of it is in the audit log", async () => {
        await openSettings(page, "Audit");
        const log = page.getByRole("table", { name: "Audit log" });
        for (const action of [
          "Added an account",
          "Made a link",
          "Used a link",
          "Issued a proxy key",
          "Revoked a proxy key",
        ])
          await expect(log.getByText(action, { exact: true })).toBeVisible();
      });
    },
  );
});
