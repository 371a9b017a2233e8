import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ActiveAccount } from "@/lib/server/accounts/directory";
import { type CooldownKeeper, createCooldownKeeper } from "@/lib/server/guard/cooldown-keeper";
import { createCooldownSaver } from "@/lib/server/guard/cooldown-saver";
import { createProber, type Prober } from "@/lib/server/guard/prober";
import { readFinding } from "@/lib/server/guard/read-finding";
import type { ExchangeResult } from "@/lib/server/proxy/exchange";
import type { CooldownRecord, CooldownStore, ProbeRecord } from "@/lib/server/store/cooldowns";

const START_MS = 1_760_000_000_000;
const SECOND_MS = 1_000;
const HOST = "api.ez-captcha.com";

const accountOf = (id: string): ActiveAccount => ({
  id,
  name: id,
  provider: "ez-captcha",
  clientKey: `key-of-${id}`,
  baseUrl: `https://${HOST}`,
  providerHost: HOST,
  proxyKeysOnly: false,
  guardMode: null,
});

const answer = (code: string | null, origin: "upstream" | "transport" = "upstream"): ExchangeResult => ({
  reply: { origin, status: 200, headers: {}, body: new Uint8Array() },
  error: code === null ? null : { code, description: "blocked for 20 seconds", errorId: "1" },
  latencyMs: 3,
});

let keeper: CooldownKeeper;
let prober: Prober;
let accounts: ActiveAccount[];
let asked: { accountId: string; atMs: number }[];
let saved: { record: CooldownRecord; probe: ProbeRecord | undefined }[];
/** What happens in which order, outside the process. */
let order: string[];
let reply: () => Promise<ExchangeResult>;
let balance: string | null;
let save: CooldownStore["save"];
let counted: CooldownRecord[];
/** A clock that nobody sets, while the test sets the other one. */
let steadyStartMs: number;
let isWatched: boolean;
let ended: CooldownRecord["endedHow"][];

const sinceStart = () => Date.now() - START_MS;

beforeEach(() => {
  vi.useFakeTimers({ now: START_MS, toFake: ["setTimeout", "clearTimeout", "Date", "performance"] });
  keeper = createCooldownKeeper([], START_MS);
  accounts = [accountOf("a"), accountOf("b")];
  asked = [];
  saved = [];
  ended = [];
  counted = [];
  order = [];
  reply = async () => answer(null);
  balance = null;
  isWatched = true;
  save = async (record, probe) => {
    saved.push({ record, probe });
    order.push(`saved ${record.endedAtMs === null ? record.state : "the end"}`);
  };
  steadyStartMs = performance.now();
  prober = createProber({
    keeper,
    saver: createCooldownSaver(
      {
        save: (record, probe) => save(record, probe),
        saveCounts: async (records) => void counted.push(...records),
      },
      () => order.push("not saved"),
    ),
    accounts: { list: () => accounts, findById: (id) => accounts.find((account) => account.id === id) ?? null },
    isWatched: () => isWatched,
    ask: (account) => {
      asked.push({ accountId: account.id, atMs: sinceStart() });
      order.push("asked");
      return reply().then((result) => ({ ...result, balance }));
    },
    balanceOf: () => balance,
    now: () => Date.now(),
    steadyNow: () => performance.now() - steadyStartMs,
    onEnd: ({ endedHow }) => ended.push(endedHow),
    onChange: () => {},
    onFailed: () => order.push("failed"),
  });
  prober.start();
});

afterEach(async () => {
  await prober.close();
  vi.useRealTimers();
});

const refuse = (code: string, description = "blocked for 10 seconds", accountId = "a") =>
  keeper.noteReply({
    error: { code, description },
    atMs: Date.now(),
    provider: "ez-captcha",
    providerHost: HOST,
    accountId,
    ticket: keeper.ticket(accountId, HOST),
    isDrill: false,
  });
const isHeld = (method = "getTaskResult") => keeper.findHold("a", HOST, method) !== null;

describe("the end of a ban", () => {
  it("is found out by one probe at its very instant, however many calls wait", async () => {
    refuse("ERROR_IP_BANNED");
    let answerProbe: (result: ExchangeResult) => void = () => {};
    reply = () =>
      new Promise((resolve) => {
        answerProbe = resolve;
      });
    await vi.advanceTimersByTimeAsync(10 * SECOND_MS - 1);
    expect(asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked).toEqual([{ accountId: "a", atMs: 10 * SECOND_MS }]);
    expect(Array.from({ length: 200 }, () => isHeld())).not.toContain(false);
    await vi.advanceTimersByTimeAsync(5 * SECOND_MS);
    expect(asked).toHaveLength(1);
    answerProbe(answer(null));
    await vi.advanceTimersByTimeAsync(0);
    expect(isHeld()).toBe(false);
    expect(saved.at(-1)?.record).toMatchObject({ endedHow: "probe", endedAtMs: START_MS + 15 * SECOND_MS });
    expect(saved.at(-1)?.probe).toMatchObject({ verdict: "over", latencyMs: 3 });
    expect(ended).toEqual(["probe"]);
  });

  it("is stored before anything leaves, and before a call goes through", async () => {
    refuse("ERROR_IP_BANNED");
    await vi.advanceTimersByTimeAsync(10 * SECOND_MS);
    expect(order).toEqual(["saved probing", "asked", "saved the end"]);
  });

  it("is not put off for a database that takes nothing", async () => {
    refuse("ERROR_IP_BANNED");
    save = () => Promise.reject(new Error("the disk is full"));
    await vi.advanceTimersByTimeAsync(10 * SECOND_MS);
    expect(order).toEqual(["not saved", "asked", "not saved"]);
    expect(isHeld()).toBe(false);
    save = async (record) => void order.push(`saved ${record.endedAtMs === null ? record.state : "the end"}`);
    await vi.advanceTimersByTimeAsync(2 * SECOND_MS);
    expect(order.slice(-2), "what the database did not take is written when it does").toEqual([
      "saved probing",
      "saved the end",
    ]);
  });

  it("is put off for longer each time that the ban still stands", async () => {
    refuse("ERROR_IP_BANNED");
    reply = async () => answer("ERROR_IP_BANNED");
    await vi.advanceTimersByTimeAsync(120 * SECOND_MS);
    // The provider says 20 s; waits double: 10, 20, 40, 80.
    expect(asked.map(({ atMs }) => atMs / SECOND_MS)).toEqual([10, 30, 70]);
    expect(saved.at(-1)).toMatchObject({
      record: { failedProbes: 3, state: "cooling" },
      probe: { verdict: "banned", code: "ERROR_IP_BANNED" },
    });
  });

  it("comes by time alone where no account is left to ask with", async () => {
    refuse("ERROR_IP_BANNED");
    accounts = [];
    await vi.advanceTimersByTimeAsync(10 * SECOND_MS);
    expect(asked).toEqual([]);
    expect(saved.at(-1)?.record).toMatchObject({ endedHow: "time" });
    expect(isHeld()).toBe(false);
  });

  it("is asked about with another account when the one that was told of it is held itself", async () => {
    refuse("ERROR_KEY_BANNED", "Your client key has been banned");
    refuse("ERROR_IP_BANNED");
    await vi.advanceTimersByTimeAsync(10 * SECOND_MS);
    expect(asked.map(({ accountId }) => accountId)).toEqual(["b"]);
  });

  it("is not asked about for an account while its address is banned as well", async () => {
    refuse("ERROR_KEY_BANNED", "banned for 5 seconds");
    refuse("ERROR_IP_BANNED", "blocked for 10 seconds", "b");
    await vi.advanceTimersByTimeAsync(9 * SECOND_MS);
    expect(asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(3 * SECOND_MS);
    expect(asked.map(({ accountId }) => accountId)).toEqual(["b", "a"]);
  });
});

describe.each([-1, 1])("a wall clock that is set by %d h", (hours) => {
  it("neither ends a ban early nor prolongs it", async () => {
    refuse("ERROR_IP_BANNED", "blocked for 60 seconds");
    await vi.advanceTimersByTimeAsync(20 * SECOND_MS);
    vi.setSystemTime(Date.now() + hours * 3_600 * SECOND_MS);
    await vi.advanceTimersByTimeAsync(39 * SECOND_MS);
    expect(asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(SECOND_MS);
    expect(asked).toHaveLength(1);
  });
});

it("a machine that slept finds out at once when it wakes", async () => {
  refuse("ERROR_IP_BANNED", "blocked for 60 seconds");
  await vi.advanceTimersByTimeAsync(20 * SECOND_MS);
  // Both clocks go on while it sleeps; only timers do not.
  vi.setSystemTime(Date.now() + 3_600 * SECOND_MS);
  steadyStartMs -= 3_600 * SECOND_MS;
  await vi.advanceTimersByTimeAsync(SECOND_MS);
  expect(asked).toHaveLength(1);
});

describe("an empty balance", () => {
  beforeEach(() => void refuse("ERROR_ZERO_BALANCE", "Insufficient account balance"));

  it("is looked up every minute until there is one", async () => {
    balance = "0";
    await vi.advanceTimersByTimeAsync(125 * SECOND_MS);
    expect(asked.map(({ atMs }) => atMs / SECOND_MS)).toEqual([60, 120]);
    expect(isHeld("createTask")).toBe(true);
    balance = "0.5";
    await vi.advanceTimersByTimeAsync(60 * SECOND_MS);
    expect(isHeld("createTask")).toBe(false);
    expect(saved.at(-1)?.record).toMatchObject({ endedHow: "balance" });
  });

  it("is looked up at once when a person asks, once however often they do", async () => {
    const { id } = keeper.listRunning()[0] as CooldownRecord;
    balance = "12";
    const results = await Promise.all([prober.lookUpNow(id), prober.lookUpNow(id)]);
    expect(results).toEqual([{ over: true, balance: "12", problem: null }, "too-soon"]);
    expect(asked).toHaveLength(1);
    expect(isHeld("createTask")).toBe(false);
  });

  it("is not asked about again within five seconds", async () => {
    const { id } = keeper.listRunning()[0] as CooldownRecord;
    balance = "0";
    expect(await prober.lookUpNow(id)).toEqual({ over: false, balance: "0", problem: null });
    await vi.advanceTimersByTimeAsync(4 * SECOND_MS);
    expect(await prober.lookUpNow(id)).toBe("too-soon");
    await vi.advanceTimersByTimeAsync(SECOND_MS);
    expect(await prober.lookUpNow(id)).toMatchObject({ over: false });
  });

  it("ends with a balance that a program reads", async () => {
    prober.noteBalance("a", "0.5", keeper.ticket("a", HOST));
    await vi.advanceTimersByTimeAsync(0);
    expect(isHeld("createTask")).toBe(false);
  });

  it("is not asked about for an account that the guard takes no notice of: the hold is over by its time", async () => {
    isWatched = false;
    await vi.advanceTimersByTimeAsync(60 * SECOND_MS);
    expect(asked).toEqual([]);
    expect(saved.at(-1)?.record).toMatchObject({ endedHow: "time" });
  });
});

describe("what changes while something is being stored", () => {
  /** The database takes its time with whatever comes now. */
  const slowDown = (ms: number) => {
    const before = save;
    save = async (record, probe) => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      await before(record, probe);
    };
  };
  const newestStored = (id: string) =>
    saved.filter(({ record }) => record.id === id).reduce((a, b) => (b.record.revision >= a.record.revision ? b : a))
      .record;

  it("is held on as a ban of its own, when what is stored says that the last one is over", async () => {
    const empty = refuse("ERROR_ZERO_BALANCE", "Insufficient account balance");
    balance = "5";
    await vi.advanceTimersByTimeAsync(59 * SECOND_MS);
    slowDown(3 * SECOND_MS);
    // Asked at 63 s, stored as over until 66 s; meanwhile a result that passes tells of a banned key.
    await vi.advanceTimersByTimeAsync(5 * SECOND_MS);
    expect(asked).toHaveLength(1);
    refuse("ERROR_KEY_BANNED", "Your client key has been banned");
    await vi.advanceTimersByTimeAsync(20 * SECOND_MS);
    const [running] = keeper.listRunning();
    expect(running).toMatchObject({ state: "blocked", code: "ERROR_KEY_BANNED" });
    expect(running?.id).not.toBe(empty?.id);
    expect(newestStored(running?.id ?? "")).toMatchObject({ state: "blocked", endedAtMs: null });
    expect(newestStored(empty?.id ?? "")).toMatchObject({ endedHow: "balance" });
  });

  it("is no reason to ask for ever: a clock that is set in between leaves the answer as it is", async () => {
    refuse("ERROR_IP_BANNED");
    slowDown(3 * SECOND_MS);
    await vi.advanceTimersByTimeAsync(14 * SECOND_MS);
    expect(asked).toHaveLength(1);
    vi.setSystemTime(Date.now() + 3_600 * SECOND_MS);
    await vi.advanceTimersByTimeAsync(20 * SECOND_MS);
    expect(keeper.listRunning()).toEqual([]);
  });

  it("lets no question of an account leave for an address that was banned meanwhile", async () => {
    refuse("ERROR_ZERO_BALANCE", "Insufficient account balance");
    await vi.advanceTimersByTimeAsync(59 * SECOND_MS);
    slowDown(3 * SECOND_MS);
    await vi.advanceTimersByTimeAsync(2 * SECOND_MS);
    refuse("ERROR_IP_BANNED", "blocked for 60 seconds", "b");
    await vi.advanceTimersByTimeAsync(30 * SECOND_MS);
    expect(asked).toEqual([]);
  });

  it("is stored as it is in the end, with every call that was counted", async () => {
    const id = refuse("ERROR_IP_BANNED")?.id ?? "";
    const hold = () => keeper.countCall(id, { accountId: "a", proxyKeyId: null, method: "createTask" }, "held");
    slowDown(300);
    // Stored as probing until 10.3 s, asked, and stored as over until 10.6 s.
    await vi.advanceTimersByTimeAsync(10 * SECOND_MS + 500);
    hold();
    await vi.advanceTimersByTimeAsync(3 * SECOND_MS);
    expect(newestStored(id)).toMatchObject({ endedHow: "probe", heldCalls: 0 });
    expect(counted.at(-1)).toMatchObject({ id, heldCalls: 1 });
  });
});

it("a question that fails is asked again", async () => {
  refuse("ERROR_IP_BANNED");
  reply = () => Promise.reject(new Error("a fault of ours"));
  await vi.advanceTimersByTimeAsync(11 * SECOND_MS);
  expect(order).toContain("failed");
  reply = async () => answer(null);
  await vi.advanceTimersByTimeAsync(30 * SECOND_MS);
  expect(isHeld()).toBe(false);
});

describe("a balance below the price of a task", () => {
  const begin = (known: string) => {
    balance = known;
    const record = refuse("ERROR_ZERO_BALANCE", "Insufficient account balance");
    if (record !== null) prober.noteBegin(record);
  };
  const read = async (text: string) => {
    prober.noteBalance("a", text, keeper.ticket("a", HOST));
    await vi.advanceTimersByTimeAsync(0);
  };

  it("that a program reads again and again does not end the hold, until it has risen", async () => {
    begin("0.5");
    await read("0.5");
    await read("0.4");
    expect(isHeld("createTask")).toBe(true);
    await read("0.45");
    expect(isHeld("createTask")).toBe(false);
  });

  it("is looked up less often each time that the next task finds it empty again", async () => {
    begin("0.5");
    for (let round = 0; round < 3; round += 1) {
      await vi.advanceTimersByTimeAsync(300 * SECOND_MS);
      refuse("ERROR_ZERO_BALANCE", "Insufficient account balance");
    }
    expect(asked.map(({ atMs }) => atMs / SECOND_MS)).toEqual([60, 360, 660]);
    // Each begins within a minute of the last end only where the next task comes at once.
    asked = [];
    for (let round = 0; round < 4; round += 1) {
      while (keeper.listRunning().length > 0) await vi.advanceTimersByTimeAsync(SECOND_MS);
      refuse("ERROR_ZERO_BALANCE", "Insufficient account balance");
    }
    const gaps = asked
      .map(({ atMs }, index) => Math.round((atMs - (asked[index - 1]?.atMs ?? 0)) / SECOND_MS))
      .slice(1);
    expect(gaps).toEqual([120, 240, 480]);
  });
});

it("many accounts that fall due together are asked about two at a time", async () => {
  accounts = Array.from({ length: 20 }, (_, index) => accountOf(`account-${index}`));
  for (const { id } of accounts) refuse("ERROR_ZERO_BALANCE", "Insufficient account balance", id);
  let underWay = 0;
  let most = 0;
  reply = async () => {
    underWay += 1;
    most = Math.max(most, underWay);
    await new Promise((resolve) => setTimeout(resolve, 100));
    underWay -= 1;
    return answer(null);
  };
  balance = "1";
  await vi.advanceTimersByTimeAsync(75 * SECOND_MS);
  expect(most).toBe(2);
  expect(keeper.listRunning()).toEqual([]);
});

it("stores the counts of held calls about once a second, not with each call", async () => {
  const id = refuse("ERROR_IP_BANNED")?.id ?? "";
  for (let round = 0; round < 50; round += 1) {
    keeper.countCall(id, { accountId: "a", proxyKeyId: null, method: "createTask" }, "held");
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(saved).toEqual([]);
  expect(counted.length).toBeLessThanOrEqual(6);
  expect(counted.at(-1)?.heldCalls).toBeGreaterThanOrEqual(40);
});

describe("what an answer to a probe tells", () => {
  it.each([
    ["egress", null, "upstream", "over"],
    ["egress", "ERROR_IP_BANNED", "upstream", "banned"],
    ["egress", "ERROR_KEY_BANNED", "upstream", "over"],
    ["egress", "ERROR_KEY_DOES_NOT_EXIST", "upstream", "over"],
    ["egress", "ERROR_NO_SLOT_AVAILABLE", "upstream", "over"],
    // A page of a gateway in front.
    ["egress", "BANWATCH_UNREADABLE_REPLY", "upstream", "unknown"],
    ["egress", "ERROR_SERVICE_UNAVALIABLE", "transport", "unknown"],
    ["account", null, "upstream", "over"],
    ["account", "ERROR_KEY_BANNED", "upstream", "banned"],
    ["account", "ERROR_IP_BANNED", "upstream", "unknown"],
    ["account", "ERROR_ZERO_BALANCE", "upstream", "over"],
  ] as const)("of an %s: %s from %s is %s", (scope, code, origin, kind) => {
    expect(readFinding(scope, answer(code, origin)).kind).toBe(kind);
  });
});
