import type { Ownership } from "@/lib/contracts/session";
import { SIGN_IN_PATH, signInHref } from "@/lib/domain/next-path";
import type { RequestKind } from "./request-kind";

export type GateDecision =
  | { readonly kind: "serve" }
  /** To the page that has to come first. */
  | { readonly kind: "go"; readonly location: string }
  /** Refused until there is an owner. */
  | { readonly kind: "set-up-first" };

const SERVE: GateDecision = { kind: "serve" };
const HOME = "/";
const SET_UP = "/setup";

/** What can be seen of an owned installation without being signed in. */
const isOpen = (path: string) => path === SIGN_IN_PATH || path === "/invitation" || path.startsWith("/invitation/");

/** What answers before there is an owner on an installation that others can reach. */
const isOfSetUp = (path: string) =>
  path === "/api/session" || path === "/api/health" || path === "/api/setup" || path.startsWith("/api/setup/");

/** The way back after signing in, without the mark that Next's router puts on its own requests. */
function toSignIn(url: string): string {
  const [path = "", ...query] = url.split("?");
  const kept = new URLSearchParams(query.join("?"));
  kept.delete("_rsc");
  return signInHref({ pathname: path, search: kept.size === 0 ? "" : `?${kept}` });
}

/**
 * Who sees what, before any of it is made. Pages alone are kept back; the API decides route by route, except on an
 * installation that is open to a network and has no owner yet: there nothing answers but what sets one up.
 *
 * @param request.url path and query, as `readPath` returns them
 */
export function decideAtGate(
  request: { readonly kind: RequestKind; readonly url: string; readonly isSignedIn: boolean },
  ownership: Ownership,
): GateDecision {
  const { kind, url, isSignedIn } = request;
  const path = (url.split("?", 1)[0] ?? "").replace(/(.)\/$/, "$1");
  if (kind !== "page") {
    const isHeld = ownership === "unowned-needs-code" && (kind === "call" || (kind === "api" && !isOfSetUp(path)));
    return isHeld ? { kind: "set-up-first" } : SERVE;
  }
  if (ownership !== "owned") return path === SET_UP ? SERVE : { kind: "go", location: SET_UP };
  if (isSignedIn) return path === SIGN_IN_PATH ? { kind: "go", location: HOME } : SERVE;
  return isOpen(path) ? SERVE : { kind: "go", location: toSignIn(url) };
}
