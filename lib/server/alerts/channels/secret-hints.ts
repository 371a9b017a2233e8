const SHOWN_CHARS = 4;

/** Of a shorter secret four characters would be too much of it. */
const LEAST_CHARS = 12;

/**
 * What is shown of a secret, so that people can tell which one it is: its last four characters, and of an address its
 * host as well. Of a short secret only that it is set.
 */
export function hintOf(secret: string): string {
  const tail = secret.length < LEAST_CHARS ? "…" : `…${secret.slice(-SHOWN_CHARS)}`;
  const url = /^https?:\/\//i.test(secret) ? URL.parse(secret) : null;
  if (url === null) return tail;
  // The end of a bare address is its host, which stands there already.
  const isBare = url.pathname === "/" && url.search === "" && url.hash === "";
  return isBare ? url.host : `${url.host} ${tail}`;
}

export const hintsOf = (secrets: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(secrets).map(([field, secret]) => [field, hintOf(secret)]));
