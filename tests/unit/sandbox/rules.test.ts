import { describe, expect, it } from "vitest";
import { DOCUMENTED_CODES } from "@/lib/domain/catalogue";
import { SandboxProvider } from "@/lib/sandbox/provider";
import { GOOD_TASK, type Harness, makeHarness, seededRandom } from "./fake-provider";

const errorOf = (errorCode: string, errorDescription: string) => ({ errorId: 1, errorCode, errorDescription });

describe("each documented code by rule", () => {
  const rules: Record<string, { arrange?: (h: Harness) => void; act: (h: Harness) => unknown; text: string }> = {
    ERROR_SERVICE_UNAVALIABLE: {
      arrange: ({ provider }) => provider.startOutage("overload"),
      act: ({ call }) => call("getBalance"),
      text: "service temporarily unavailable",
    },
    ERROR_REQUIRED_FIELDS: {
      act: ({ createTask }) => createTask({ ...GOOD_TASK, websiteKey: undefined }),
      text: "Please check the field: websiteKey",
    },
    ERROR_INTERNAL_SERVER_ERROR: {
      arrange: ({ provider }) => provider.startOutage("fault"),
      act: ({ call }) => call("getBalance"),
      text: "internal server error",
    },
    ERROR_IP_BANNED: {
      arrange: ({ provider }) => provider.banAddress(600),
      act: ({ call }) => call("getBalance"),
      text: "Your IP has been blocked for 10 minutes",
    },
    ERROR_KEY_BANNED: {
      arrange: ({ provider }) => provider.banKey("client-key-1"),
      act: ({ call }) => call("getBalance"),
      text: "Your client key has been banned",
    },
    ERROR_TASKID_INVALID: {
      act: ({ call }) => call("getTaskResult", { taskId: "no-such-task" }),
      text: "Task ID does not exist or has expired",
    },
    ERROR_KEY_DOES_NOT_EXIST: {
      act: ({ call }) => call("getBalance", { clientKey: "nobody" }),
      text: "client key error",
    },
    ERROR_ZERO_BALANCE: {
      arrange: ({ provider }) => provider.setBalance("client-key-1", 0),
      act: ({ createTask }) => createTask(),
      text: "Insufficient account balance",
    },
    ERROR_TASK_NOT_SUPPORTED: {
      act: ({ createTask }) => createTask({ ...GOOD_TASK, type: "MindReadingTask" }),
      text: "Task type not supported",
    },
    ERROR_RECAPTCHA_INVALID_SITEKEY: {
      act: ({ createTask }) => createTask({ ...GOOD_TASK, websiteKey: "not-a-site-key" }),
      text: "Invalid target site SITEKEY",
    },
    INVALID_RECAPTCHA_SITEURL: {
      act: ({ createTask }) => createTask({ ...GOOD_TASK, websiteURL: "shop" }),
      text: "Invalid target site url",
    },
    ERROR_NO_SLOT_AVAILABLE: {
      arrange: ({ createTask }) => {
        for (let i = 0; i < 2; i += 1) expect(createTask()).toMatchObject({ errorId: 0 });
      },
      act: ({ createTask }) => createTask(),
      text: "Insufficient server resources, please try again later",
    },
  };

  it("has a rule for every code that is documented", () => {
    expect(Object.keys(rules).sort()).toEqual([...DOCUMENTED_CODES].sort());
  });

  it.each(Object.entries(rules))("%s comes with the provider's text", (code, { arrange, act, text }) => {
    const harness = makeHarness({ maxRunningTasks: 2 });
    arrange?.(harness);
    expect(act(harness)).toEqual(errorOf(code, text));
  });
});

describe("required fields", () => {
  it.each([
    ["clientKey", "getBalance", { clientKey: undefined }],
    ["task", "createTask", {}],
    ["type", "createTask", { task: { ...GOOD_TASK, type: undefined } }],
    ["websiteURL", "createTask", { task: { ...GOOD_TASK, websiteURL: "" } }],
    ["websitePublicKey", "createTask", { task: { type: "FunCaptchaTask", websiteURL: "https://a.example.com" } }],
    ["body", "createTask", { task: { type: "ImageToTextTask" } }],
    ["taskId", "getTaskResult", {}],
  ])("names the missing %s", (field, method, fields) => {
    expect(makeHarness().call(method, fields)).toEqual(
      errorOf("ERROR_REQUIRED_FIELDS", `Please check the field: ${field}`),
    );
  });

  it.each(["", "not json", "[]", "null", '"text"'])("refuses the body %j without falling over", (body) => {
    const provider = new SandboxProvider({ now: Date.now, random: seededRandom() });
    const reply = provider.handle({ method: "getBalance", body, callerAddress: "127.0.0.1" });
    expect(reply).toMatchObject({ kind: "json", body: { errorId: 1, errorCode: "ERROR_BAD_REQUEST" } });
  });

  it("says of an unknown method that there is no such page", () => {
    expect(makeHarness().call("getEverything")).toMatchObject({ errorId: 1, errorCode: "ERROR_PAGE_NOT_FOUND" });
  });

  it.each([
    ["a host without a dot", "https://shop/login"],
    ["another protocol", "ftp://shop.example.com"],
    ["no URL at all", "not a url"],
  ])("takes %s for a malformed target", (_, websiteURL) => {
    expect(makeHarness().createTask({ ...GOOD_TASK, websiteURL })).toMatchObject({
      errorCode: "INVALID_RECAPTCHA_SITEURL",
    });
  });
});

describe("habits of a provider", () => {
  it("numbers its errors and answers 400 where it is told to", () => {
    const { send } = makeHarness({ errorIdStyle: "numbered", errorHttpStatus: 400 });
    expect(send("getBalance", { clientKey: "nobody" })).toMatchObject({ status: 400, body: { errorId: 1 } });
    expect(send("getTaskResult", { taskId: 5 })).toMatchObject({ status: 400, body: { errorId: 16 } });
    expect(send("getBalance")).toMatchObject({ status: 200, body: { errorId: 0 } });
  });

  it("describes its errors in Chinese", () => {
    const { provider, call, createTask } = makeHarness({ language: "zh" });
    expect(createTask({ ...GOOD_TASK, websiteKey: "" })).toEqual(
      errorOf("ERROR_REQUIRED_FIELDS", "请检查字段：websiteKey"),
    );
    provider.banAddress(600);
    expect(call("getBalance")).toEqual(errorOf("ERROR_IP_BANNED", "您的IP已被封禁10分钟"));
  });

  it.each([
    ["absent", { errorId: 0, balance: 1000 }],
    ["null", { errorId: 0, errorCode: null, errorDescription: null, balance: 1000 }],
    ["empty", { errorId: 0, errorCode: "", errorDescription: "", balance: 1000 }],
  ] as const)("leaves the error fields of a success %s", (successErrorFields, reply) => {
    expect(makeHarness({ successErrorFields }).call("getBalance")).toEqual(reply);
  });

  it("shows money with its decimals and subtracts it without rounding errors", () => {
    const { provider, call, createTask } = makeHarness({ balanceStyle: "money" });
    provider.setBalance("client-key-1", 0.3);
    createTask();
    expect(call("getBalance")).toEqual({ errorId: 0, balance: 0.299 });
    createTask();
    expect(call("getBalance")).toEqual({ errorId: 0, balance: 0.298 });
  });

  it("answers getSoftID with a number that stays the same for a key", () => {
    const { call } = makeHarness();
    const { softID } = call("getSoftID");
    expect(softID).toBeTypeOf("number");
    expect(call("getSoftID")).toEqual({ errorId: 0, softID });
  });

  it.each([
    { unsolvableShare: 1.5 },
    { banSeconds: 0 },
    { taskSeconds: [5, 3] as const },
    { taskSeconds: [3, 400] as const },
    { errorsPerMinuteLimit: Number.NaN },
  ])("rejects %j", (options) => {
    expect(() => makeHarness(options)).toThrow(RangeError);
  });
});

describe("accounts", () => {
  it("opens an account for a sandbox key on first use, where that is on", () => {
    const { call } = makeHarness({ autoAccounts: true, startingBalance: 50 });
    expect(call("getBalance", { clientKey: "sandbox-anna" })).toEqual({ errorId: 0, balance: 50 });
    expect(call("getBalance", { clientKey: "anna" })).toMatchObject({ errorCode: "ERROR_KEY_DOES_NOT_EXIST" });
    expect(call("getBalance", { clientKey: "sandbox-empty-1" })).toEqual({ errorId: 0, balance: 0 });
    expect(call("getBalance", { clientKey: "sandbox-banned-1" })).toMatchObject({ errorCode: "ERROR_KEY_BANNED" });
  });

  it("opens none where that is off", () => {
    expect(makeHarness().call("getBalance", { clientKey: "sandbox-anna" })).toMatchObject({
      errorCode: "ERROR_KEY_DOES_NOT_EXIST",
    });
  });

  it("keeps a key banned until it is unbanned, also when money comes in", () => {
    const { provider, call, clock } = makeHarness();
    provider.banKey("client-key-1");
    provider.setBalance("client-key-1", 5);
    clock.nowMs += 365 * 86_400_000;
    expect(call("getBalance")).toMatchObject({ errorCode: "ERROR_KEY_BANNED" });
    provider.unbanKey("client-key-1");
    expect(call("getBalance")).toEqual({ errorId: 0, balance: 5 });
  });

  it("tells a test that names a key which does not exist", () => {
    expect(() => makeHarness().provider.setBalance("nobody", 5)).toThrow(RangeError);
    expect(() => makeHarness().provider.setBalance("client-key-1", -5)).toThrow(RangeError);
  });
});
