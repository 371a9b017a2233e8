import {
  type BrowserContext,
  type BrowserContextOptions,
  test as base,
  type ConsoleMessage,
  expect,
  type Page,
  type TestInfo,
} from "@playwright/test";
import { type SandboxServer, startSandboxServer } from "@/lib/sandbox/http-server";
import { createAccount } from "../support/api";
import { type BanwatchProcess, makeDataDir, removeDataDir, startBanwatch } from "../support/banwatch-process";
import { ownerCookie } from "../support/owner";

export const CLIENT_KEY = "e2e-key-0123456789abcdef";

/** The whole product on its own data, in front of a simulated provider of the test's own. */
export interface Product {
  readonly origin: string;
  readonly sandbox: SandboxServer;
  readonly dataDir: string;
  readonly port: number;
  /** Registers the key that the sandbox knows. */
  addAccount(account?: Record<string, unknown>): Promise<{ id: string }>;
  /** Ends the server as a crash would. */
  kill(): Promise<void>;
  /** Starts it again on the same port and data. */
  restart(): Promise<void>;
}

interface Fixtures {
  /** Whether the browser is the owner's. False for a page of somebody who is not signed in. */
  readonly signedIn: boolean;
  /** Whether the installation has an owner when the test begins. */
  readonly owned: boolean;
  readonly product: Product;
  /** Opens another browser, with cookies of its own and its console watched as that of `page`. Nobody is signed in there. */
  readonly openBrowser: (options?: BrowserContextOptions) => Promise<Page>;
}

/** Says that the browser will report failures of this kind, because the test makes them. */
export const expectConsole = (pattern: RegExp) => ({ annotation: { type: "console", description: pattern.source } });

const expectedConsole = (testInfo: TestInfo) =>
  testInfo.annotations.filter(({ type }) => type === "console").map(({ description = "" }) => new RegExp(description));

/** No request leaves the loopback, and nothing complains in the console. */
function watch(page: Page, expectedConsole: readonly RegExp[]): string[] {
  const complaints: string[] = [];
  page.on("console", (message: ConsoleMessage) => {
    const isComplaint = message.type() === "error" || message.type() === "warning";
    if (isComplaint && !expectedConsole.some((pattern) => pattern.test(message.text())))
      complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol.startsWith("http") && hostname !== "127.0.0.1") complaints.push(`left the loopback: ${request.url()}`);
  });
  return complaints;
}

/** The owner's session, for a browser. */
export const ownerCookies = (origin: string) =>
  ownerCookie(origin)
    .split("; ")
    .map((pair) => ({ name: pair.split("=")[0] ?? "", value: pair.slice(pair.indexOf("=") + 1), url: origin }));

export const test = base.extend<Fixtures>({
  signedIn: [true, { option: true }],
  owned: [true, { option: true }],
  product: async ({ owned }, use) => {
    const sandbox = await startSandboxServer({ errorsPerMinuteLimit: Number.POSITIVE_INFINITY });
    sandbox.provider.addAccount({ clientKey: CLIENT_KEY, balance: 50_000 });
    const dataDir = makeDataDir();
    let banwatch: BanwatchProcess = await startBanwatch({ dataDir, owned });
    const { origin, port } = banwatch;
    const outputs = () => banwatch.output();
    await use({
      origin,
      sandbox,
      dataDir,
      port,
      addAccount: (account) =>
        createAccount(origin, {
          name: "main",
          clientKey: CLIENT_KEY,
          baseUrl: sandbox.origin,
          saveUnchecked: false,
          ...account,
        }),
      kill: () => banwatch.kill(),
      restart: async () => {
        banwatch = await startBanwatch({ dataDir, port, owned });
      },
    });
    await banwatch.stop();
    await sandbox.close();
    removeDataDir(dataDir);
    expect(outputs(), "the server's log").not.toMatch(/"level":(40|50|60)|warning|unhandled/i);
  },
  // Paths alone are enough in a test: page.goto("/errors").
  baseURL: async ({ product }, use) => use(product.origin),
  page: async ({ page, product, owned, signedIn }, use, testInfo) => {
    if (owned && signedIn) await page.context().addCookies(ownerCookies(product.origin));
    const complaints = watch(page, expectedConsole(testInfo));
    await use(page);
    expect(complaints, "the browser's console").toEqual([]);
  },
  openBrowser: async ({ browser, product }, use, testInfo) => {
    const opened: { readonly context: BrowserContext; readonly complaints: readonly string[] }[] = [];
    await use(async (options) => {
      const context = await browser.newContext({ baseURL: product.origin, ...options });
      const page = await context.newPage();
      opened.push({ context, complaints: watch(page, expectedConsole(testInfo)) });
      return page;
    });
    for (const { context } of opened) await context.close();
    expect(
      opened.flatMap(({ complaints }) => complaints),
      "the other browsers' consoles",
    ).toEqual([]);
  },
});

export { expect };
