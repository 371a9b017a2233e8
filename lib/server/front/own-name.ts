const LOOPBACK = new Set(["127.0.0.1", "::1", "localhost"]);

/** The name in a Host header, without port and brackets. */
const hostnameOf = (header: string | undefined) =>
  (header ?? "")
    .replace(/:\d+$/, "")
    .replace(/^\[(.*)\]$/, "$1")
    .toLowerCase();

/**
 * Whether a request was meant for this server. On the loopback a foreign name in the Host header is a web page that had
 * its own name point here (DNS rebinding), to read what only people on this machine may.
 *
 * @param listensOn HOST
 */
export function isOwnName(header: string | undefined, listensOn: string, publicUrl: string | null): boolean {
  if (!LOOPBACK.has(listensOn)) return true;
  const name = hostnameOf(header);
  return (
    LOOPBACK.has(name) ||
    /^127(\.\d{1,3}){3}$/.test(name) ||
    (publicUrl !== null && new URL(publicUrl).hostname === name)
  );
}
