import type { DropPoint } from "@/lib/sandbox/reply";

/** What a test card asks for. `none` is any other address, which is treated as a real target. */
export type TestCard =
  | { readonly kind: "none" }
  | { readonly kind: "error"; readonly code: string; readonly seconds?: number; readonly description?: string }
  | { readonly kind: "failed-result"; readonly code: string; readonly description?: string }
  | { readonly kind: "gateway-page"; readonly status: number }
  | { readonly kind: "slow"; readonly delayMs: number }
  | { readonly kind: "drop"; readonly when: DropPoint };

/** The host of test cards. Names under `.invalid` never exist (RFC 2606), so no real target is ever meant. */
export const TEST_CARD_HOST = "sandbox.invalid";

const NO_CARD: TestCard = { kind: "none" };
const CODE = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/;
const MAX_SLOW_SECONDS = 120;
const MAX_BAN_SECONDS = 86_400;

function readSeconds(query: URLSearchParams, maxSeconds: number): number | undefined {
  const seconds = Math.round(Number(query.get("seconds")));
  return seconds >= 1 ? Math.min(seconds, maxSeconds) : undefined;
}

/**
 * Reads the test card out of a task's `websiteURL`. As with the test cards of payment services, the address of the
 * target says what `createTask` answers:
 *
 * | `https://sandbox.invalid` and | what happens |
 * |---|---|
 * | `/<CODE>` | that error with the provider's text; `/ERROR_IP_BANNED` and `/ERROR_KEY_BANNED` really start the ban |
 * | `/ERROR_IP_BANNED?seconds=30` | the ban lasts 30 seconds, and the text says so; the same for the key's ban |
 * | `/<CODE>?text=…` | the same error with this description |
 * | `/any/<CODE>` | any code at all, documented or not, spelt any way |
 * | `/result/<CODE>` | the task is created; `getTaskResult` reports the error when it is done, and it is refunded |
 * | `/html-502` | an HTML page with status 502, as of a gateway; `/html-500` to `/html-599` likewise |
 * | `/slow?seconds=5` | a good reply, 5 seconds late (1 without `seconds`, 120 at most) |
 * | `/drop` | the connection breaks before the reply; `/drop?when=mid-body` in the middle of it |
 * | anything else | solved like any other target |
 */
export function readTestCard(websiteUrl: unknown): TestCard {
  if (typeof websiteUrl !== "string" || !URL.canParse(websiteUrl)) return NO_CARD;
  const { hostname, pathname, searchParams } = new URL(websiteUrl);
  if (hostname !== TEST_CARD_HOST) return NO_CARD;
  const [first = "", second = ""] = pathname.split("/").filter(Boolean).map(decodeSegment);
  const description = searchParams.get("text") ?? undefined;

  if (first === "any" && second) {
    return { kind: "error", code: second, seconds: readSeconds(searchParams, MAX_BAN_SECONDS), description };
  }
  if (first === "result" && second) return { kind: "failed-result", code: second, description };
  if (first === "slow") return { kind: "slow", delayMs: (readSeconds(searchParams, MAX_SLOW_SECONDS) ?? 1) * 1000 };
  if (first === "drop") {
    return { kind: "drop", when: searchParams.get("when") === "mid-body" ? "mid-body" : "before-headers" };
  }
  const gateway = /^html-(5\d\d)$/.exec(first);
  if (gateway) return { kind: "gateway-page", status: Number(gateway[1]) };
  if (CODE.test(first)) {
    return { kind: "error", code: first, seconds: readSeconds(searchParams, MAX_BAN_SECONDS), description };
  }
  return NO_CARD;
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
