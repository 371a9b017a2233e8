/** Where the worker is served. At the root, so that it may look after every page. */
export const PUSH_WORKER_PATH = "/push-worker.js";

/**
 * The service worker that shows alerts while no page of Banwatch is open. It answers no requests of pages, so it can never
 * serve an old one.
 *
 * It is text, because a worker is a program of its own: nothing of a bundle may be in it. What it is sent comes encrypted
 * from Banwatch (RFC 8291), and is still only believed as far as texts and a path of this installation go.
 */
export const PUSH_WORKER_SOURCE = `"use strict";

const HOME = "/alerts";

const cut = (value, mostCharacters) => (typeof value === "string" ? value.slice(0, mostCharacters) : "");

/* The path of a link, on this very installation: people may know it by another name than the server does. */
function toOwnAddress(link) {
  const own = new URL(HOME, self.location.origin);
  if (typeof link !== "string" || !URL.canParse(link, own.href)) return own.href;
  const wanted = new URL(link, own.href);
  if (wanted.protocol !== "https:" && wanted.protocol !== "http:") return own.href;
  own.pathname = wanted.pathname;
  own.search = wanted.search;
  return own.href;
}

function read(data) {
  try {
    const message = data.json();
    return typeof message === "object" && message !== null ? message : {};
  } catch {
    return {};
  }
}

/* Every push must show something (userVisibleOnly), also one that cannot be read. */
function show(message) {
  const tag = cut(message.tag, 200);
  return self.registration.showNotification(cut(message.title, 300) || "Banwatch", {
    body: cut(message.body, 2000),
    tag,
    // A message that takes the place of another one is heard again; without a tag browsers refuse this.
    renotify: tag !== "",
    requireInteraction: message.severity === "critical" && message.event !== "resolved",
    data: { url: toOwnAddress(message.url) },
  });
}

/* A tab that shows the page already, else a new one: what somebody is typing in another tab is left alone. */
async function open(address) {
  const tabs = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const tab = tabs.find(({ url }) => url.split("#", 1)[0] === address);
  if (tab) return tab.focus();
  return self.clients.openWindow(address);
}

/* Browsers change a subscription now and then. Banwatch is told of the new one, or this browser would fall silent. */
async function renew({ oldSubscription, newSubscription }) {
  const applicationServerKey = oldSubscription?.options?.applicationServerKey;
  if (!newSubscription && !applicationServerKey) return;
  const subscription =
    newSubscription ?? (await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey }));
  const { endpoint, keys } = subscription.toJSON();
  await fetch("/api/alerts/push", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ endpoint, keys }),
  });
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("push", (event) => event.waitUntil(show(read(event.data))));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(toOwnAddress(event.notification.data?.url)));
});
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew(event)));
`;
