import type { PushResponse } from "@/lib/contracts/alert-settings";
import type { BrowserPush } from "./this-browser";

/** How it stands with push in the browser that the viewer sits at. */
export type PushStanding =
  | { readonly kind: "insecure" | "unsupported" | "needsHomeScreen" | "denied" | "off" }
  /** Under this id in Banwatch's list. */
  | { readonly kind: "on"; readonly id: string };

type Known = Pick<PushResponse["subscriptions"][number], "id" | "endpointHash">;

/**
 * On is what both sides know of: a browser that Banwatch has forgotten gets nothing, and neither does one that has
 * forgotten its own subscription.
 */
export function toPushStanding(browser: BrowserPush, known: readonly Known[]): PushStanding {
  if (browser.kind !== "able") return { kind: browser.kind };
  if (browser.permission === "denied") return { kind: "denied" };
  const own = known.find(({ endpointHash }) => endpointHash === browser.endpointHash);
  return own !== undefined && browser.permission === "granted" ? { kind: "on", id: own.id } : { kind: "off" };
}
