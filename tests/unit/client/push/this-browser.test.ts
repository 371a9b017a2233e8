import { createHash, webcrypto } from "node:crypto";
import { describe, expect, it, vi } from "vitest";
import { toPushStanding } from "@/lib/client/push/push-standing";
import {
  PushRefusedError,
  type PushScope,
  readBrowserPush,
  readPushRefusal,
  subscribeBrowser,
  unsubscribeBrowser,
} from "@/lib/client/push/this-browser";

const PUBLIC_KEY = "BAAB-_8";
const KEY_BYTES = [4, 0, 1, 251, 255];
const ENDPOINT = "https://push.example/abc";
const HASH = createHash("sha256").update(ENDPOINT).digest("hex");
const LINUX = "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0";
const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1";
const MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Safari/605.1.15";

function makeBrowser(options: {
  permission?: NotificationPermission;
  answer?: NotificationPermission;
  /** The bytes of the key of a subscription that is there. */
  subscribedWith?: readonly number[];
  pushServiceFails?: boolean;
}) {
  const { permission = "default", answer = "granted", subscribedWith, pushServiceFails = false } = options;
  const make = (key: Uint8Array) => ({
    endpoint: ENDPOINT,
    options: { applicationServerKey: key.buffer },
    unsubscribe: vi.fn(async () => {
      subscription = null;
      return true;
    }),
    toJSON: () => ({ endpoint: ENDPOINT, expirationTime: null, keys: { p256dh: "point", auth: "secret" } }),
  });
  let subscription: ReturnType<typeof make> | null = subscribedWith ? make(Uint8Array.from(subscribedWith)) : null;
  const first = subscription;
  const pushManager = {
    getSubscription: vi.fn(async () => subscription),
    subscribe: vi.fn(async ({ applicationServerKey }: { applicationServerKey: Uint8Array }) => {
      if (pushServiceFails) throw new DOMException("Registration failed - push service error", "AbortError");
      // As browsers do where the key is another one (W3C Push API, subscribe(), step "already subscribed").
      if (
        subscription !== null &&
        Buffer.compare(Buffer.from(subscription.options.applicationServerKey), Buffer.from(applicationServerKey)) !== 0
      ) {
        throw new DOMException("another key", "InvalidStateError");
      }
      subscription ??= make(applicationServerKey);
      return subscription;
    }),
  };
  const registration = { pushManager };
  const notification = { permission, requestPermission: vi.fn(async () => answer) };
  const serviceWorker = {
    getRegistration: vi.fn(async () => registration),
    register: vi.fn(async () => registration),
    ready: Promise.resolve(registration),
  };
  const scope = {
    isSecureContext: true,
    crypto: webcrypto,
    navigator: { userAgent: LINUX, maxTouchPoints: 0, serviceWorker },
    Notification: notification,
    PushManager: {},
  } as unknown as PushScope;
  return { scope, notification, serviceWorker, pushManager, first, current: () => subscription };
}

describe("reading what a browser can do", () => {
  const { scope } = makeBrowser({});
  const without = (names: readonly string[], navigator: Partial<PushScope["navigator"]> = {}): PushScope => ({
    ...(Object.fromEntries(Object.entries(scope).filter(([name]) => !names.includes(name))) as unknown as PushScope),
    navigator: { ...scope.navigator, ...navigator },
  });

  it("says first that the address is the trouble, for browsers hide the rest there", async () => {
    const insecure = {
      ...without(["Notification", "PushManager"], { serviceWorker: undefined }),
      isSecureContext: false,
    };
    expect(await readBrowserPush(insecure)).toEqual({ kind: "insecure" });
  });

  it.each([
    ["no worker", without([], { serviceWorker: undefined })],
    ["no notifications", without(["Notification"])],
    ["no push", without(["PushManager"])],
  ])("is unsupported with %s", async (_name, browser) => {
    expect(await readBrowserPush(browser)).toEqual({ kind: "unsupported" });
  });

  it.each([
    ["an iPhone", { userAgent: IPHONE, maxTouchPoints: 5 }, "needsHomeScreen"],
    ["an iPad, which calls itself a Mac", { userAgent: MAC, maxTouchPoints: 5 }, "needsHomeScreen"],
    ["a Mac", { userAgent: MAC, maxTouchPoints: 0 }, "unsupported"],
  ])("knows what helps on %s", async (_name, navigator, kind) => {
    expect(await readBrowserPush(without(["PushManager"], navigator))).toEqual({ kind });
  });

  it("asks the viewer nothing, and names the subscription by the hash that the server keeps", async () => {
    const browser = makeBrowser({ permission: "granted", subscribedWith: KEY_BYTES });
    expect(await readBrowserPush(browser.scope)).toEqual({ kind: "able", permission: "granted", endpointHash: HASH });
    expect(browser.notification.requestPermission).not.toHaveBeenCalled();
    expect(browser.serviceWorker.register).not.toHaveBeenCalled();
  });
});

describe("subscribing a browser", () => {
  it("asks for permission, subscribes with the server's key and returns what the server needs", async () => {
    const browser = makeBrowser({});
    const request = await subscribeBrowser(PUBLIC_KEY, browser.scope);
    expect(request).toEqual({ endpoint: ENDPOINT, keys: { p256dh: "point", auth: "secret" } });
    expect(browser.serviceWorker.register).toHaveBeenCalledWith("/push-worker.js");
    const [options] = browser.pushManager.subscribe.mock.calls[0] ?? [];
    expect(options).toMatchObject({ userVisibleOnly: true });
    expect([...(options?.applicationServerKey ?? [])]).toEqual(KEY_BYTES);
  });

  it.each([
    ["denied", "denied"],
    ["default", "dismissed"],
  ] as const)("does nothing when the answer is %s", async (answer, refusal) => {
    const browser = makeBrowser({ answer });
    const error = await subscribeBrowser(PUBLIC_KEY, browser.scope).catch((reason: unknown) => reason);
    expect(readPushRefusal(error)).toBe(refusal);
    expect(browser.serviceWorker.register).not.toHaveBeenCalled();
  });

  it("gives up a subscription of another key, which would get nothing", async () => {
    const browser = makeBrowser({ subscribedWith: [4, 9, 9] });
    await subscribeBrowser(PUBLIC_KEY, browser.scope);
    expect(browser.first?.unsubscribe).toHaveBeenCalledOnce();
    expect([...new Uint8Array(browser.current()?.options.applicationServerKey ?? new ArrayBuffer(0))]).toEqual(
      KEY_BYTES,
    );
  });

  it("keeps a subscription of the same key", async () => {
    const browser = makeBrowser({ subscribedWith: KEY_BYTES });
    await subscribeBrowser(PUBLIC_KEY, browser.scope);
    expect(browser.first?.unsubscribe).not.toHaveBeenCalled();
  });

  it("tells a push service that is out of reach from a refusal", async () => {
    const browser = makeBrowser({ pushServiceFails: true });
    const error = await subscribeBrowser(PUBLIC_KEY, browser.scope).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(PushRefusedError);
    expect(readPushRefusal(error)).toBe("service");
    expect(readPushRefusal(new Error("HTTP 503"))).toBeNull();
  });

  it("can be ended, also where there is nothing to end", async () => {
    const browser = makeBrowser({ subscribedWith: KEY_BYTES });
    await unsubscribeBrowser(browser.scope);
    expect(browser.current()).toBeNull();
    await expect(unsubscribeBrowser(browser.scope)).resolves.toBeUndefined();
  });
});

describe("how it stands with a browser", () => {
  const known = [{ id: "s1", endpointHash: HASH }];
  const able = { kind: "able", permission: "granted", endpointHash: HASH } as const;

  it("is on only where both sides know of it and the viewer allows it", () => {
    expect(toPushStanding(able, known)).toEqual({ kind: "on", id: "s1" });
    expect(toPushStanding(able, [])).toEqual({ kind: "off" });
    expect(toPushStanding({ ...able, endpointHash: null }, known)).toEqual({ kind: "off" });
    expect(toPushStanding({ ...able, permission: "default" }, known)).toEqual({ kind: "off" });
  });

  it("is blocked when the viewer has blocked it, whatever is left of a subscription", () => {
    expect(toPushStanding({ ...able, permission: "denied" }, known)).toEqual({ kind: "denied" });
  });

  it("passes on what the browser cannot do", () => {
    expect(toPushStanding({ kind: "insecure" }, known)).toEqual({ kind: "insecure" });
  });
});
