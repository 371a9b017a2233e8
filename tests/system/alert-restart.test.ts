import { afterAll, beforeAll, expect, it } from "vitest";
import type { AlertNotice } from "@/lib/contracts/alert-notice";
import type { CooldownListResponse } from "@/lib/contracts/cooldowns";
import { type SandboxServer, startSandboxServer } from "@/lib/sandbox/http-server";
import { callProvider, createAccount, getJson, sendJson } from "../support/api";
import { type BanwatchProcess, makeDataDir, removeDataDir, startBanwatch } from "../support/banwatch-process";
import { type Receiver, startReceiver } from "../support/receivers/receiver";
import { until } from "../support/until";

const CLIENT_KEY = "alert-restart-key-0123456789";
const START_MS = 60_000;

let dataDir: string;
let sandbox: SandboxServer;
let receiver: Receiver<"webhook">;
let banwatch: BanwatchProcess;

const start = async () => {
  banwatch = await startBanwatch({ dataDir, variables: { BANWATCH_BALANCE_INTERVAL_SECONDS: "86400" } });
};
const notices = () =>
  receiver
    .accepted()
    .flatMap(({ json }) => (json as { data: { notices: AlertNotice[] } }).data.notices)
    .filter(({ kind }) => kind === "ip-ban");
const running = async () => (await getJson<CooldownListResponse>(`${banwatch.origin}/api/cooldowns`)).cooldowns;

beforeAll(async () => {
  dataDir = makeDataDir();
  sandbox = await startSandboxServer();
  sandbox.provider.addAccount({ clientKey: CLIENT_KEY, balance: 1_000 });
  receiver = await startReceiver("webhook");
  await start();
  const settings = receiver.settings;
  const channel = { name: "receiver", type: "webhook", settings, isDefault: true };
  await sendJson("POST", `${banwatch.origin}/api/alerts/channels`, channel);
  await createAccount(banwatch.origin, { name: "main", clientKey: CLIENT_KEY, baseUrl: sandbox.origin });
});
afterAll(async () => {
  await banwatch.stop();
  await receiver.close();
  await sandbox.close();
  removeDataDir(dataDir);
});

it.each([0, 30, 280])(
  "tells of a ban that a program was told of %i ms before the whole product was killed, and of its end",
  async (afterMs) => {
    sandbox.provider.banAddress(600);
    const reply = await callProvider(banwatch.origin, "createTask", {
      clientKey: CLIENT_KEY,
      task: { type: "ImageToTextTask", body: "aGVsbG8=" },
    });
    expect(reply.json.errorCode).toBe("ERROR_IP_BANNED");
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    await banwatch.kill();
    await start();

    const [cooldown] = await running();
    const of = () => notices().filter(({ facts }) => facts.cooldownId === cooldown?.id);
    await until("somebody was told of it", () => of().some(({ event }) => event === "firing"), START_MS);
    sandbox.provider.liftAddressBan();
    const reason = "the next round";
    await sendJson("POST", `${banwatch.origin}/api/cooldowns/${cooldown?.id}/resume`, { reason });
    await until("they heard of the end", () => of().at(-1)?.event === "resolved", START_MS);

    // A twin has its first one's id; nothing else is said twice.
    const ids = (event: string) =>
      new Set(
        receiver
          .accepted()
          .filter(({ raw }) => raw.includes(cooldown?.id ?? "") && raw.includes(`"type":"alert.${event}"`))
          .map(({ headers }) => headers["webhook-id"]),
      );
    expect([ids("firing").size, ids("resolved").size]).toEqual([1, 1]);
    expect(receiver.received.filter(({ problem }) => problem !== null)).toEqual([]);
  },
  2 * START_MS,
);
