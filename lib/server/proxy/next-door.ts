import { readBounded } from "../http/read-bounded";
import { PEER_ADDRESS_HEADER } from "../peer-address";
import type { Runtime } from "../runtime";
import {
  type CallBody,
  FORWARDED_HEADERS,
  MAX_CALL_BYTES,
  type ProviderCall,
  type ProviderReply,
} from "./provider-call";

/** Beyond this a body that is too large anyway is no longer read to its end, 64 MiB. */
const MAX_DRAINED_BYTES = 64 * 1024 * 1024;

/** A provider's HTML must not become a page of Banwatch's own origin for a browser that was led here. */
const INERT = { "x-content-type-options": "nosniff", "content-security-policy": "sandbox; default-src 'none'" };

/** Keeps Next from compressing a reply, which goes back as it came. */
const AS_IT_CAME = { "cache-control": "no-store, no-transform" };

/** A web Response may not have a body with these. */
const BODILESS = new Set([204, 205, 304]);

/** Stands in for the few statuses that a web Response refuses (1xx, 6xx and beyond). */
const BAD_GATEWAY = 502;

function toResponse({ status, headers, body, origin }: ProviderReply): Response {
  const allowed = status >= 200 && status <= 599 ? status : BAD_GATEWAY;
  return new Response(BODILESS.has(allowed) ? null : (body as BodyInit), {
    status: allowed,
    headers: { ...headers, ...INERT, ...AS_IT_CAME, "x-banwatch-origin": origin },
  });
}

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
export async function takeNextCall(
  { handleCall }: Pick<Runtime, "handleCall">,
  request: Request,
  path: string,
): Promise<Response> {
  const headers: { -readonly [name in keyof ProviderCall["headers"]]: string } = {};
  for (const name of FORWARDED_HEADERS) {
    const value = request.headers.get(name);
    if (value !== null) headers[name] = value;
  }
  let body: CallBody;
  try {
    body = await readBody(request);
  } catch {
    // The program hung up in the middle of its call: nobody reads the answer, and nothing was sent.
    return new Response(null, { status: 400 });
  }
  const callerAddress = request.headers.get(PEER_ADDRESS_HEADER);
  return toResponse(await handleCall({ method: path, headers, body, callerAddress }));
}
