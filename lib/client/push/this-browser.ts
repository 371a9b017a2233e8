import type { SubscribePushRequest } from "@/lib/contracts/alert-settings";
import { PUSH_WORKER_PATH } from "./worker-source";

/** What a browser says of itself, before Banwatch's list is looked at. */
export type BrowserPush =
  /** Neither https nor localhost: browsers offer workers and push to trustworthy origins alone (W3C Secure Contexts). */
  | { readonly kind: "insecure" }
  | { readonly kind: "unsupported" }
  /** iOS and iPadOS give push to web apps on the Home Screen alone (16.4 and later). */
  | { readonly kind: "needsHomeScreen" }
  | {
      readonly kind: "able";
      readonly permission: NotificationPermission;
      /** SHA-256 of the subscription's address, in hexadecimal digits; null where there is none. */
      readonly endpointHash: string | null;
    };

/** What is asked of a browser; a window fits. */
export interface PushScope {
  readonly isSecureContext: boolean;
  readonly crypto: Pick<Crypto, "subtle">;
  readonly navigator: {
    readonly userAgent: string;
    readonly maxTouchPoints: number;
    readonly serviceWorker?: Pick<ServiceWorkerContainer, "getRegistration" | "register" | "ready">;
  };
  readonly Notification?: {
    readonly permission: NotificationPermission;
    requestPermission(): Promise<NotificationPermission>;
  };
  readonly PushManager?: unknown;
}

/** Why push could not be switched on: refused by the viewer, passed over, or the browser's push service did not answer. */
export type PushRefusal = "denied" | "dismissed" | "service";

/** Push was not switched on; told by name where an error goes through a bundle. */
export class PushRefusedError extends Error {
  override readonly name = "PushRefusedError";

  constructor(
    readonly refusal: PushRefusal,
    options?: ErrorOptions,
  ) {
    super(`push was not switched on: ${refusal}`, options);
  }
}

const IOS = /\b(?:iPhone|iPad|iPod)\b/;

/** iPads call themselves Macs, which have no touch screen. */
const isIos = ({ userAgent, maxTouchPoints }: PushScope["navigator"]): boolean =>
  IOS.test(userAgent) || (/\bMacintosh\b/.test(userAgent) && maxTouchPoints > 1);

/** What this browser can do and what it was told; asks the viewer nothing. */
export async function readBrowserPush(scope: PushScope = window): Promise<BrowserPush> {
  if (!scope.isSecureContext) return { kind: "insecure" };
  const { serviceWorker } = scope.navigator;
  if (serviceWorker === undefined || scope.Notification === undefined || scope.PushManager === undefined) {
    return { kind: isIos(scope.navigator) ? "needsHomeScreen" : "unsupported" };
  }
  const registration = await serviceWorker.getRegistration(PUSH_WORKER_PATH);
  const subscription = await registration?.pushManager.getSubscription();
  return {
    kind: "able",
    permission: scope.Notification.permission,
    endpointHash: subscription ? await hashEndpoint(subscription.endpoint, scope) : null,
  };
}

/**
 * Asks the viewer for permission and subscribes this browser. Only after a press: browsers count a question that nobody
 * asked for against the site.
 *
 * @param publicKey the server's, as base64url (RFC 8292)
 * @returns what Banwatch has to know to reach this browser
 * @throws {PushRefusedError} when the viewer or the browser's push service says no
 */
export async function subscribeBrowser(publicKey: string, scope: PushScope = window): Promise<SubscribePushRequest> {
  const { Notification: notification, navigator } = scope;
  if (notification === undefined || navigator.serviceWorker === undefined) throw new PushRefusedError("service");
  const permission = await notification.requestPermission();
  if (permission !== "granted") throw new PushRefusedError(permission === "denied" ? "denied" : "dismissed");
  try {
    await navigator.serviceWorker.register(PUSH_WORKER_PATH);
    const { pushManager } = await navigator.serviceWorker.ready;
    const key = toBytes(publicKey);
    const former = await pushManager.getSubscription();
    // One that was made for another key takes no messages of ours, and stands in the way of one that does.
    if (former && !isSameKey(former.options.applicationServerKey, key)) await former.unsubscribe();
    const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    const { endpoint, keys } = subscription.toJSON();
    return { endpoint: endpoint ?? "", keys: { p256dh: keys?.p256dh ?? "", auth: keys?.auth ?? "" } };
  } catch (error) {
    throw new PushRefusedError("service", { cause: error });
  }
}

/** Ends the subscription of this browser; nothing happens where there is none. */
export async function unsubscribeBrowser(scope: PushScope = window): Promise<void> {
  const registration = await scope.navigator.serviceWorker?.getRegistration(PUSH_WORKER_PATH);
  const subscription = await registration?.pushManager.getSubscription();
  await subscription?.unsubscribe();
}

/** Shows a made-up alert, so that people see what one looks like and whether their system lets it through. */
export async function showExample(title: string, body: string, scope: PushScope = window): Promise<void> {
  const registration = await scope.navigator.serviceWorker?.getRegistration(PUSH_WORKER_PATH);
  await registration?.showNotification(title, { body, tag: "example" });
}

async function hashEndpoint(endpoint: string, { crypto }: PushScope): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function toBytes(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function isSameKey(known: ArrayBuffer | null, wanted: Uint8Array): boolean {
  const bytes = new Uint8Array(known ?? new ArrayBuffer(0));
  return bytes.length === wanted.length && bytes.every((byte, index) => byte === wanted[index]);
}

/** Why push was refused; null for any other failure. */
export const readPushRefusal = (error: unknown): PushRefusal | null =>
  error instanceof PushRefusedError ? error.refusal : null;
