import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ChannelListResponse } from "@/lib/contracts/alert-channels";
import type { AlertNotice } from "@/lib/contracts/alert-notice";
import type { CooldownListResponse } from "@/lib/contracts/cooldowns";
import { type SandboxServer, startSandboxServer } from "@/lib/sandbox/http-server";
import { callProvider, createAccount, getJson, sendJson } from "../support/api";
import { type BanwatchProcess, findFreePort, removeDataDir, startBanwatch } from "../support/banwatch-process";
import { type Receiver, type Service, startReceiver } from "../support/receivers/receiver";
import { until } from "../support/until";

const BANS = 24;
const BETWEEN_BANS_MS = 60;
/** Somebody hears of it within a second. A machine that does other things at the same time is given more. */
const PROMISED_MS = 1_000;
const BOUND_MS = 3_000;

const quantile = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;

interface Source {
  readonly name: string;
  readonly clientKey: string;
  readonly sandbox: SandboxServer;
}

describe("channels of which some are slow, dead or busy", () => {
  let banwatch: BanwatchProcess;
  let refusedPort: number;
  const sources: Source[] = [];
  const receivers = new Map<string, Receiver>();

  const addChannel = (name: string, type: string, settings: unknown) =>
    sendJson("POST", `${banwatch.origin}/api/alerts/channels`, { name, type, settings, isDefault: true });
  const open = async <S extends Service>(name: string, service: S): Promise<Receiver<S>> => {
    const receiver = await startReceiver(service);
    receivers.set(name, receiver as unknown as Receiver);
    await addChannel(name, service, receiver.settings);
    return receiver;
  };
  const channels = async () => (await getJson<ChannelListResponse>(`${banwatch.origin}/api/alerts/channels`)).channels;
  const receiverOf = (name: string): Receiver => {
    const receiver = receivers.get(name);
    if (receiver === undefined) throw new Error(`no receiver ${name}`);
    return receiver;
  };
  const noticesOf = (receiver: Receiver): AlertNotice[] =>
    receiver.accepted().flatMap(({ json }) => (json as { data: { notices: AlertNotice[] } }).data.notices);

  /** The provider bans the key of a source, and answers one call with it. @returns when the reply had come */
  const ban = async ({ clientKey, sandbox }: Source): Promise<number> => {
    const description = "Your client key has been banned";
    sandbox.provider.next({ method: "createTask", answer: { kind: "error", code: "ERROR_KEY_BANNED", description } });
    const reply = await callProvider(banwatch.origin, "createTask", { clientKey, task: { type: "ImageToTextTask" } });
    expect(reply.json.errorCode).toBe("ERROR_KEY_BANNED");
    return Date.now();
  };

  beforeAll(async () => {
    banwatch = await startBanwatch({ variables: { BANWATCH_BALANCE_INTERVAL_SECONDS: "86400" } });
    // A provider's address each: bans of one address would share messages.
    for (let index = 0; index <= BANS; index += 1) {
      const sandbox = await startSandboxServer();
      const clientKey = `alert-channels-key-${String(index).padStart(4, "0")}`;
      sandbox.provider.addAccount({ clientKey, balance: 1_000 });
      const name = `source-${String(index).padStart(2, "0")}`;
      sources.push({ name, clientKey, sandbox });
      await createAccount(banwatch.origin, { name, clientKey, baseUrl: sandbox.origin });
    }
    for (const service of ["webhook", "slack", "ntfy"] as const) await open(`well-${service}`, service);
    (await open("hangs", "webhook")).failWith({ hang: true });
    (await open("busy", "webhook")).failWith({ status: 429, retryAfterSeconds: 2 });
    await open("goes", "webhook");
    refusedPort = await findFreePort();
    const { settings } = receiverOf("well-webhook") as Receiver<"webhook">;
    const path = new URL(settings.url).pathname;
    const { secret } = settings;
    await addChannel("refused", "webhook", { url: `http://127.0.0.1:${refusedPort}${path}`, secret });
    await addChannel("nameless", "webhook", { url: `http://receiver.invalid${path}`, secret });
  });
  afterAll(async () => {
    await banwatch.stop();
    for (const receiver of receivers.values()) await receiver.close();
    for (const { sandbox } of sources) await sandbox.close();
    removeDataDir(banwatch.dataDir);
  });

  it("does not delay the others: each is told within a second of the reply", async () => {
    const [first, ...others] = sources as [Source, ...Source[]];
    await ban(first);
    const well = ["well-webhook", "well-slack", "well-ntfy"].map(receiverOf);
    const arrival = (receiver: Receiver, { name }: Source) =>
      receiver.accepted().find(({ raw }) => raw.includes(name))?.atMs;
    await until("everybody was told of the first", () =>
      [...well, receiverOf("goes")].every((receiver) => arrival(receiver, first) !== undefined),
    );
    receiverOf("goes").failWith({ status: 410 });

    const repliedAtMs = new Map<Source, number>();
    for (const source of others) {
      repliedAtMs.set(source, await ban(source));
      await new Promise((resolve) => setTimeout(resolve, BETWEEN_BANS_MS));
    }
    await until(
      "all are told of all",
      () => well.every((receiver) => others.every((source) => arrival(receiver, source) !== undefined)),
      30_000,
    );
    const latenciesMs = well
      .flatMap((receiver) =>
        others.map((source) => (arrival(receiver, source) ?? Number.NaN) - (repliedAtMs.get(source) ?? Number.NaN)),
      )
      .sort((a, b) => a - b);
    const p99 = quantile(latenciesMs, 0.99);
    console.info(
      `${latenciesMs.length} messages from the reply to the receiver: median ${quantile(latenciesMs, 0.5)} ms, ` +
        `p99 ${p99} ms (${p99 < PROMISED_MS ? "within" : "over"} the second promised)`,
    );
    // The one place that asserts a time: to be told soon is what alerts are for. Tests of other projects, a build or a
    // browser on the same cores may cost seconds; a channel that waits for a dead one costs at least fifteen.
    expect(p99).toBeLessThan(BOUND_MS);
    for (const receiver of well) expect(receiver.received.filter(({ problem }) => problem !== null)).toEqual([]);
  });

  it("switches off the one that is gone for good, and says so by the others", async () => {
    const channel = async () => (await channels()).find(({ name }) => name === "goes");
    await until("it is switched off", async () => (await channel())?.enabled === false);
    expect(await channel()).toMatchObject({
      refusal: { reason: expect.any(String) },
      lastDeliveredAtMs: expect.any(Number),
    });
    const failing = () => noticesOf(receiverOf("well-webhook")).filter(({ kind }) => kind === "channel-failing");
    await until("others are told", () => failing().length > 0);
    expect(failing()).toMatchObject([{ event: "firing", facts: { subject: { kind: "channel", name: "goes" } } }]);
    const calls = receiverOf("goes").received.filter(({ status }) => status === 410).length;
    expect(calls).toBe(1);
  });

  it("sends what waited in order as soon as they take messages again, and loses none", async () => {
    const { cooldowns } = await getJson<CooldownListResponse>(`${banwatch.origin}/api/cooldowns`);
    expect(cooldowns).toHaveLength(sources.length);
    for (const { id } of cooldowns) {
      await sendJson("POST", `${banwatch.origin}/api/cooldowns/${id}/resume`, { reason: "the provider said so" });
    }
    const back = await startReceiver("webhook", { port: refusedPort });
    receivers.set("refused", back as unknown as Receiver);
    for (const name of ["hangs", "busy"]) receiverOf(name).failWith(null);

    for (const name of ["well-webhook", "refused", "busy"]) {
      const receiver = receiverOf(name);
      const of = (source: Source) =>
        noticesOf(receiver).filter(({ kind, facts }) => kind === "key-ban" && facts.account === source.name);
      await until(
        `${name} heard of every end`,
        () => sources.every((source) => of(source).at(-1)?.event === "resolved"),
        40_000,
      );
      for (const source of sources) {
        const heard = of(source);
        expect(
          heard.reduce((sum, { changes }) => sum + changes, 0),
          `${name}, ${source.name}`,
        ).toBe(2);
        expect(heard.map(({ event }) => event)).toEqual(heard.length === 1 ? ["resolved"] : ["firing", "resolved"]);
      }
      expect(receiver.received.filter(({ problem }) => problem !== null)).toEqual([]);
    }
    const waiting = async (name: string) =>
      (await channels()).find((channel) => channel.name === name)?.waiting.deliveries;
    for (const name of ["well-webhook", "well-slack", "well-ntfy", "refused", "busy"])
      expect(await waiting(name)).toBe(0);
    expect(await waiting("nameless")).toBeGreaterThan(0);
  }, 120_000);
});
