const YEAR_S = 365 * 24 * 60 * 60;

/**
 * Keeps a choice of the viewer in a cookie, so that the server draws the next page with it; `null` forgets the choice.
 *
 * @param name a cookie name of ours
 * @param value is URI-encoded here
 */
export function writePreference(name: string, value: string | null): void {
  const lifetimeSeconds = value === null ? 0 : YEAR_S;
  const secure = window.location.protocol === "https:" ? "; Secure" : "";
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on plain http, where many run this
  document.cookie = `${name}=${encodeURIComponent(value ?? "")}; Path=/; Max-Age=${lifetimeSeconds}; SameSite=Lax${secure}`;
}
