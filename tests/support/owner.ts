/** Who owns every installation that a test starts, unless the test is about having none. */
export const OWNER = { email: "owner@banwatch.example", password: "the owner's long password" };

/** By the origin of the installation. */
const cookies = new Map<string, string>();

/** Signs in the way a browser does. @returns the value of the Cookie header that goes with later requests */
export async function signIn(origin: string, credentials: { email: string; password: string }): Promise<string> {
  const response = await fetch(`${origin}/api/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(credentials),
  });
  if (!response.ok) throw new Error(`signing in answered ${response.status}: ${await response.text()}`);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0] ?? "")
    .join("; ");
}

/** Signs the owner in, so that {@link fetchAsOwner} works. */
export async function signInOwner(origin: string): Promise<void> {
  cookies.set(origin, await signIn(origin, OWNER));
}

/** @throws {Error} before {@link signInOwner} */
export function ownerCookie(origin: string): string {
  const cookie = cookies.get(origin);
  if (cookie === undefined) throw new Error(`nobody has signed in at ${origin}`);
  return cookie;
}

/** `fetch`, by the owner of the installation that the address belongs to. */
export function fetchAsOwner(url: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set("cookie", ownerCookie(new URL(url).origin));
  return fetch(url, { ...init, headers });
}
