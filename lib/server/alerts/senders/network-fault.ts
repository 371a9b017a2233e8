import { REFUSED_ADDRESS } from "@/lib/server/net/guarded-connect";

/** What a system's or library's short name of a fault means to people. The first that matches counts. */
const MEANINGS: ReadonlyArray<readonly [RegExp, string]> = [
  [/^(ENOTFOUND|EAI_\w+|ENODATA|ESERVFAIL|EDNS)$/, "The name of the host is not found"],
  [/^ECONNREFUSED$/, "Nothing takes connections there: check host and port"],
  [/^(EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/, "There is no way to that host"],
  [/^(ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/, "No connection came about in time"],
  [/^(UND_ERR_DESTROYED|UND_ERR_CLOSED)$/, "Banwatch is stopping"],
  [/^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN)$/, "Its certificate is self-signed, so it is not trusted"],
  [/^(UNABLE_TO_\w+|CERT_UNTRUSTED|CERT_CHAIN_TOO_LONG)$/, "Its certificate comes from nobody that is trusted here"],
  [/^CERT_HAS_EXPIRED$/, "Its certificate has expired"],
  [/^CERT_NOT_YET_VALID$/, "Its certificate is not valid yet"],
  [/^(ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)$/, "Its certificate belongs to another host"],
  [/^(ERR_SSL_\w+|ERR_TLS_\w+|EPROTO|CERT_\w+|ETLS)$/, "A secure connection (TLS) did not come about"],
  [/^HPE_\w+$/, "What answers there does not speak HTTP"],
  [/^(ECONNRESET|EPIPE|ECONNABORTED|UND_ERR_SOCKET|ECONNECTION)$/, "The connection broke off before an answer came"],
];

/** A fault's short name, which may stand in the fault that caused it. */
function codeOf(error: unknown): string | null {
  const { code, cause, name } = (error ?? {}) as { code?: unknown; cause?: unknown; name?: unknown };
  if (typeof code === "string") return code;
  // undici's parser has no code of its own for what is no HTTP at all.
  if (name === "HTTPParserError") return "HPE_INVALID";
  return cause === undefined || cause === error ? null : codeOf(cause);
}

/**
 * Why no answer came, in English. Messages of the system are left out, because they may hold addresses and secrets.
 *
 * @param error what a connection or a library failed with
 */
export function describeFault(error: unknown): string {
  const code = codeOf(error);
  if (code === REFUSED_ADDRESS) return `The address is not allowed: ${(error as Error).message}.`;
  const meaning = MEANINGS.find(([names]) => names.test(code ?? ""))?.[1] ?? "The connection failed";
  return code === null ? `${meaning}.` : `${meaning} (${code}).`;
}

/** Why an attempt ended that its signal ended. */
export const NO_ANSWER_IN_TIME = "No answer came in time.";
