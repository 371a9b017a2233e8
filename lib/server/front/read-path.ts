/** What different readers of a path take for different things: dot segments, backslashes, encoded slashes and ends. */
const AMBIGUOUS = /(^|\/)(\.|%2e){1,2}(\/|$)|\\|%2f|%5c|%00/i;

/**
 * The path and query of a request with single slashes: a base URL that ends in one, joined with "/createTask", has two.
 * Some clients send the whole URL.
 *
 * Paths that the application could read otherwise than the front are refused: who may see a page is decided by its path.
 *
 * @returns null for what cannot be decoded, or can be read in two ways
 */
export function readPath(url: string): string | null {
  const [path = "", ...query] = url.replace(/^https?:\/\/[^/]*/i, "").split("?");
  try {
    decodeURIComponent(path);
  } catch {
    return null;
  }
  if (!path.startsWith("/") || AMBIGUOUS.test(path)) return null;
  return [path.replace(/\/{2,}/g, "/"), ...query].join("?");
}
