import { createContext, runInContext } from "node:vm";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { PUSH_WORKER_SOURCE } from "@/lib/client/push/worker-source";

const ORIGIN = "https://ban.example";

interface Event {
  readonly waitUntil: (work: Promise<unknown>) => void;
  readonly [name: string]: unknown;
}

/** The worker, in a world of its own with nothing in it but what a browser offers there. */
function startWorker(tabs: readonly { url: string; focus: () => unknown }[] = []) {
  const listeners = new Map<string, (event: Event) => void>();
  const showNotification = vi.fn(async (_title: string, _options: NotificationOptions) => undefined);
  const subscribe = vi.fn(async (_options: PushSubscriptionOptionsInit) => subscriptionOf("https://push.example/new"));
  const openWindow = vi.fn(async (_url: string) => null);
  const fetchMock = vi.fn(async (_url: string, _init: RequestInit) => new Response());
  const self = {
    location: { origin: ORIGIN },
    registration: { showNotification, pushManager: { subscribe } },
    clients: { matchAll: async () => tabs, openWindow },
    skipWaiting: vi.fn(),
    addEventListener: (type: string, listener: (event: Event) => void) => listeners.set(type, listener),
  };
  runInContext(PUSH_WORKER_SOURCE, createContext({ self, URL, fetch: fetchMock }));
  const fire = async (type: string, parts: Record<string, unknown>) => {
    const work: Promise<unknown>[] = [];
    listeners.get(type)?.({ ...parts, waitUntil: (promise) => work.push(promise) });
    expect(work).toHaveLength(1);
    await Promise.all(work);
  };
  return { fire, listeners, showNotification, subscribe, openWindow, fetch: fetchMock };
}

const subscriptionOf = (endpoint: string) => ({
  toJSON: () => ({ endpoint, expirationTime: null, keys: { p256dh: "point", auth: "secret" } }),
});

const push = (message: unknown) => ({ data: { json: () => message } });
const MESSAGE = {
  title: "IP banned",
  body: "Wait.",
  tag: "incident-1",
  url: `${ORIGIN}/alerts/1`,
  severity: "critical",
};

describe("the worker of browser push", () => {
  let worker: ReturnType<typeof startWorker>;
  beforeEach(() => {
    worker = startWorker();
  });
  const shown = () => worker.showNotification.mock.lastCall;

  it("shows the message, and keeps a critical one on the screen until somebody looks", async () => {
    await worker.fire("push", push(MESSAGE));
    expect(shown()).toEqual([
      "IP banned",
      {
        body: "Wait.",
        tag: "incident-1",
        renotify: true,
        requireInteraction: true,
        data: { url: `${ORIGIN}/alerts/1` },
      },
    ]);
    await worker.fire("push", push({ ...MESSAGE, severity: "warning" }));
    expect(shown()?.[1]).toMatchObject({ requireInteraction: false });
  });

  it("puts what is over in the place of what was firing, and lets it go by itself", async () => {
    await worker.fire("push", push({ ...MESSAGE, event: "resolved" }));
    expect(shown()?.[1]).toMatchObject({ tag: "incident-1", renotify: true, requireInteraction: false });
  });

  it("shows something for every push, for a silent one costs the permission", async () => {
    const unreadable = { json: () => JSON.parse("not json") };
    for (const data of [
      null,
      unreadable,
      { json: () => null },
      { json: () => "text" },
      { json: () => ({ title: 7 }) },
    ]) {
      worker.showNotification.mockClear();
      await worker.fire("push", { data });
      // Browsers refuse `renotify` without a tag.
      expect(shown()).toEqual(["Banwatch", expect.objectContaining({ body: "", tag: "", renotify: false })]);
    }
  });

  it("cuts what is too long for any screen", async () => {
    await worker.fire("push", push({ title: "t".repeat(9_000), body: "b".repeat(9_000), tag: "g".repeat(9_000) }));
    const [title, options] = shown() ?? [];
    expect([title?.length, options?.body?.length, options?.tag?.length]).toEqual([300, 2_000, 200]);
  });

  it.each([
    ["its own address", `${ORIGIN}/alerts/1?do=acknowledge`, `${ORIGIN}/alerts/1?do=acknowledge`],
    ["a path", "/alerts/1", `${ORIGIN}/alerts/1`],
    ["the same page under another name of the installation", "http://127.0.0.1:3000/alerts/1", `${ORIGIN}/alerts/1`],
    ["another site's page", "https://evil.example//evil.example/x", `${ORIGIN}//evil.example/x`],
    ["a script", "javascript:alert(1)", `${ORIGIN}/alerts`],
    ["a document of its own", "data:text/html,<p>", `${ORIGIN}/alerts`],
    ["no address", "http://", `${ORIGIN}/alerts`],
    ["nothing", null, `${ORIGIN}/alerts`],
  ])("a click on %s never leaves this installation", async (_name, url, expected) => {
    await worker.fire("push", push({ ...MESSAGE, url }));
    const close = vi.fn();
    await worker.fire("notificationclick", { notification: { close, data: shown()?.[1].data } });
    expect(close).toHaveBeenCalledOnce();
    expect(worker.openWindow).toHaveBeenCalledExactlyOnceWith(expected);
    expect(new URL(expected).origin).toBe(ORIGIN);
  });

  it("goes to a tab that shows the page already, and leaves the others alone", async () => {
    const others = { url: `${ORIGIN}/settings/people`, focus: vi.fn() };
    const right = { url: `${ORIGIN}/alerts/1#log`, focus: vi.fn() };
    const withTabs = startWorker([others, right]);
    await withTabs.fire("notificationclick", { notification: { close: vi.fn(), data: { url: "/alerts/1" } } });
    expect(right.focus).toHaveBeenCalledOnce();
    expect(others.focus).not.toHaveBeenCalled();
    expect(withTabs.openWindow).not.toHaveBeenCalled();
  });

  it("tells Banwatch of the subscription that takes the place of an old one", async () => {
    const oldSubscription = { options: { applicationServerKey: "the key" } };
    await worker.fire("pushsubscriptionchange", { oldSubscription });
    expect(worker.subscribe).toHaveBeenCalledWith({ userVisibleOnly: true, applicationServerKey: "the key" });
    await worker.fire("pushsubscriptionchange", { newSubscription: subscriptionOf("https://push.example/given") });
    expect(worker.subscribe).toHaveBeenCalledOnce();
    const sent = worker.fetch.mock.calls.map(([url, { method, body }]) => [url, method, JSON.parse(String(body))]);
    const keys = { p256dh: "point", auth: "secret" };
    expect(sent).toEqual([
      ["/api/alerts/push", "POST", { endpoint: "https://push.example/new", keys }],
      ["/api/alerts/push", "POST", { endpoint: "https://push.example/given", keys }],
    ]);
  });

  it("answers no request of a page", () => {
    expect([...worker.listeners.keys()].sort()).toEqual([
      "install",
      "notificationclick",
      "push",
      "pushsubscriptionchange",
    ]);
  });
});
