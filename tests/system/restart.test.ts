import { describe, expect, it } from "vitest";
import type { CooldownListResponse } from "@/lib/contracts/cooldowns";
import { startSandboxServer } from "@/lib/sandbox/http-server";
import { callProvider, createAccount, getJson, sendJson } from "../support/api";
import { makeDataDir, removeDataDir, startBanwatch } from "../support/banwatch-process";
import { until } from "../support/until";

const CLIENT_KEY = "restart-key-0123456789";
const BANNED_KEY = "restart-banned-key-0123456789";

describe("a crash in the middle of bans", () => {
  it("changes neither their ends nor what only a person ends", async () => {
    const sandbox = await startSandboxServer();
    for (const clientKey of [CLIENT_KEY, BANNED_KEY]) sandbox.provider.addAccount({ clientKey, balance: 1_000 });
    const dataDir = makeDataDir();
    let banwatch = await startBanwatch({ dataDir });
    const list = () => getJson<CooldownListResponse>(`${banwatch.origin}/api/cooldowns`);
    const ban = async (clientKey: string, code: string, description: string) => {
      sandbox.provider.next({ method: "createTask", answer: { kind: "error", code, description } });
      await callProvider(banwatch.origin, "createTask", { clientKey, task: { type: "ImageToTextTask" } });
    };
    await createAccount(banwatch.origin, { name: "main", clientKey: CLIENT_KEY, baseUrl: sandbox.origin });
    await createAccount(banwatch.origin, { name: "banned", clientKey: BANNED_KEY, baseUrl: sandbox.origin });
    await ban(BANNED_KEY, "ERROR_KEY_BANNED", "Your client key has been banned");
    await ban(CLIENT_KEY, "ERROR_IP_BANNED", "Your IP has been blocked for 15 seconds");
    const before = (await list()).cooldowns;
    expect(before.map(({ scope, code }) => [scope, code])).toEqual([
      ["account", "ERROR_KEY_BANNED"],
      ["egress", "ERROR_IP_BANNED"],
    ]);

    await banwatch.kill();
    banwatch = await startBanwatch({ dataDir });
    expect((await list()).cooldowns).toEqual(before);

    const overNow = async () => (await list()).cooldowns.length === 1;
    await until("a probe finds the address free", overNow, 30_000);
    const [ipBan] = before.filter((cooldown) => cooldown.scope === "egress");
    expect((await list()).serverNowMs).toBeGreaterThanOrEqual(ipBan?.untilMs ?? Number.POSITIVE_INFINITY);

    const keyBan = before.find((cooldown) => cooldown.scope === "account");
    await sendJson("POST", `${banwatch.origin}/api/cooldowns/${keyBan?.id}/resume`, { reason: "support lifted it" });
    expect((await list()).cooldowns).toEqual([]);
    await banwatch.kill();
    banwatch = await startBanwatch({ dataDir });
    expect((await list()).cooldowns).toEqual([]);
    await banwatch.stop();
    await sandbox.close();
    removeDataDir(dataDir);
  });
});
