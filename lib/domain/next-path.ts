export const SIGN_IN_PATH = "/sign-in";

const HOME = "/";

/** Pages of ours that are no place to come back to after a sign-in. */
const NEVER_NEXT = /^\/(api|sign-in|invitation)(\/|$)/;

/** The sign-in page, with the way back to where the viewer is now. */
export function signInHref(here: Pick<Location, "pathname" | "search">): string {
  const next = `${here.pathname}${here.search}`;
  return next === HOME ? SIGN_IN_PATH : `${SIGN_IN_PATH}?${new URLSearchParams({ next })}`;
}

/**
 * Where to go after a sign-in. `next` stands in the address, so anybody can write it into a link: only a path of our own
 * is followed, and the check is made on what the browser makes of it (WHATWG URL: it drops tabs and line breaks, takes a
 * backslash for a slash, and resolves `/.//`).
 *
 * @param origin our own, such as `https://banwatch.example.com`
 * @returns a path that begins with exactly one slash; the overview for anything else
 */
export function readNext(next: string | null | undefined, origin: string): string {
  if (!next?.startsWith("/") || next.startsWith("//") || next.includes("\\")) return HOME;
  if (!URL.canParse(next, origin)) return HOME;
  const url = new URL(next, origin);
  const path = `${url.pathname}${url.search}${url.hash}`;
  return url.origin !== origin || path.startsWith("//") || NEVER_NEXT.test(url.pathname) ? HOME : path;
}
