/** A JSON object as it goes over the wire. */
export type JsonObject = Record<string, unknown>;

/** Where a dropped connection breaks: before any byte of the reply, or in the middle of its body. */
export type DropPoint = "before-headers" | "mid-body";

/**
 * What the simulated provider does with one call. `delayMs` is how long it waits first.
 *
 * A `drop` announces `body` and, with `mid-body`, sends about half of it before it destroys the connection.
 */
export type SandboxReply =
  | { readonly kind: "json"; readonly status: number; readonly body: JsonObject; readonly delayMs: number }
  | {
      readonly kind: "raw";
      readonly status: number;
      readonly contentType: string;
      readonly body: string | Uint8Array;
      readonly delayMs: number;
    }
  | { readonly kind: "drop"; readonly when: DropPoint; readonly body: string; readonly delayMs: number };

const GATEWAY_TITLES: Readonly<Record<number, string>> = {
  500: "500 Internal Server Error",
  502: "502 Bad Gateway",
  503: "503 Service Temporarily Unavailable",
  504: "504 Gateway Time-out",
};

/** The HTML page that a gateway in front of the provider sends when it has no JSON to pass on. */
export function gatewayPage(status: number, delayMs = 0): SandboxReply {
  const title = GATEWAY_TITLES[status] ?? `${status} Error`;
  const body =
    `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n` +
    "<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";
  return { kind: "raw", status, contentType: "text/html", body, delayMs };
}

/** A connection that breaks. The body it announces is an ordinary "still processing" reply. */
export function dropConnection(when: DropPoint, delayMs = 0): SandboxReply {
  return { kind: "drop", when, body: JSON.stringify({ errorId: 0, status: "processing" }), delayMs };
}

/** `reply`, sent `delayMs` later than it would have been. */
export function delayReply(reply: SandboxReply, delayMs: number): SandboxReply {
  return delayMs === 0 ? reply : { ...reply, delayMs: reply.delayMs + delayMs };
}
