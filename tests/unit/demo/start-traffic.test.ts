import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { CAST } from "@/lib/cli/demo/cast";
import type { DemoProviders } from "@/lib/cli/demo/demo-providers";
import { startTraffic } from "@/lib/cli/demo/live/start-traffic";
import { PROGRAMS, PROXY_KEY_PROGRAMS } from "@/lib/cli/demo/programs";
import { type SandboxServer, startSandboxServer } from "@/lib/sandbox/http-server";

/** Stands where Banwatch would, and writes down who calls what. */
const calls = new Map<string, Set<string>>();
const door = createServer(async (request, response) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const { clientKey } = JSON.parse(Buffer.concat(chunks).toString("utf8")) as { clientKey: string };
  calls.set(clientKey, (calls.get(clientKey) ?? new Set()).add((request.url ?? "").slice(1)));
  response.end(JSON.stringify({ errorId: 0, taskId: "1", balance: 1 }));
});

let provider: SandboxServer;

beforeEach(async () => {
  calls.clear();
  provider = await startSandboxServer();
  await new Promise<void>((resolve) => door.listen(0, "127.0.0.1", resolve));
});

afterEach(async () => {
  await provider.close();
  door.closeAllConnections();
  await new Promise((resolve) => door.close(resolve));
});

it("lets each program call with its own key, and only the legacy ones with their account's", async () => {
  const providers: DemoProviders = { "ez-captcha": provider, yescaptcha: provider, capmonster: provider };
  const stop = startTraffic({
    origin: `http://127.0.0.1:${(door.address() as AddressInfo).port}`,
    keys: new Map(CAST.map(({ name }) => [name, `account ${name}`])),
    proxyKeys: Object.fromEntries(PROXY_KEY_PROGRAMS.map(({ label }) => [label, `key ${label}`])),
    providers,
    random: Math.random,
  });
  const expected = PROGRAMS.map(({ key, label, account }) =>
    key === "proxy-key" ? `key ${label}` : `account ${account}`,
  );
  try {
    await vi.waitFor(() => expect([...calls.keys()].sort()).toEqual(expected.sort()), { timeout: 10_000 });
    expect([...(calls.get("key balance-board") ?? [])]).toEqual(["getBalance"]);
    expect(calls.get("key price-scraper")).toContain("createTask");
  } finally {
    stop();
  }
}, 20_000);
