import { readBounded } from "../http/read-bounded";
import { getRuntime } from "../runtime-slot";
import { PEER_ADDRESS_HEADER } from "./peer-address";
import { type CallBody, FORWARDED_HEADERS, MAX_CALL_BYTES, type ProviderCall } from "./provider-call";

/** Beyond this a body that is too large anyway is no longer read to its end, 64 MiB. */
const MAX_DRAINED_BYTES = 64 * 1024 * 1024;

/** A provider's HTML must not become a page of Banwatch's own origin for a browser that was led here. */
const INERT = { "x-content-type-options": "nosniff", "content-security-policy": "sandbox; default-src 'none'" };

async function readBody(request: Request): Promise<CallBody> {
  const bytes = await readBounded(request.body, MAX_CALL_BYTES, MAX_DRAINED_BYTES);
  return bytes === null ? { kind: "too-large" } : { kind: "read", bytes };
}

/**
 * The door for calls through Next's server routes.
 *
 * The call is not tied to the request's signal: when a program hangs up, the provider has the call all the same, and its
 * reply must still be recorded.
 *
 * @param path what follows /api/proxy/
 */
export async function takeNextCall(request: Request, path: readonly string[]): Promise<Response> {
  const { handleCall } = await getRuntime();
  const headers: { -readonly [name in keyof ProviderCall["headers"]]: string } = {};
  for (const name of FORWARDED_HEADERS) {
    const value = request.headers.get(name);
    if (value !== null) headers[name] = value;
  }
  const reply = await handleCall({
    method: path.join("/"),
    headers,
    body: await readBody(request),
    callerAddress: request.headers.get(PEER_ADDRESS_HEADER),
  });
  return new Response(reply.body as BodyInit, {
    status: reply.status,
    headers: { ...reply.headers, ...INERT, "x-banwatch-origin": reply.origin },
  });
}
