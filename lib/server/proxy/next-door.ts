import { type ByteBudget, createByteBudget } from "../http/byte-budget";
import { BodyRefused, readBounded } from "../http/read-bounded";
import { PEER_ADDRESS_HEADER } from "../peer-address";
import type { Runtime } from "../runtime";
import { bodyTooLate, foreignPage, noRoomForBody, type OwnAnswer, toReply } from "./own-answer";
import {
  type CallBody,
  FORWARDED_HEADERS,
  MAX_CALL_BYTES,
  type ProviderCall,
  type ProviderReply,
} from "./provider-call";

/** Beyond this a body that is too large anyway is no longer read to its end, 64 MiB. */
const MAX_DRAINED_BYTES = 64 * 1024 * 1024;

/** What the bodies of all calls that are still being read may hold of memory, 256 MiB: some 25 of the largest. */
const MAX_READING_BYTES = 256 * 1024 * 1024;
const callBodies = createByteBudget(MAX_READING_BYTES);

/** A body arrives within this, counted from its first byte. So nobody holds a share of that memory for long. */
const ARRIVE_WITHIN_MS = 60_000;

/** What browsers send with a call of a page of Banwatch itself, and of no page at all. Programs send no such header. */
const OWN_SITES: ReadonlySet<string | null> = new Set([null, "same-origin", "none"]);

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

/** For callers that are turned away at the door: with an HTTP status of an error, because no program meant to call so. */
const turnAway = (answer: OwnAnswer, status: number): Response => toResponse({ ...toReply(answer), status });

function toRefusal(error: unknown): Response {
  if (!(error instanceof BodyRefused)) {
    // The program hung up in the middle of its call: nobody reads the answer, and nothing was sent.
    return new Response(null, { status: 400 });
  }
  return error.reason === "no-room" ? turnAway(noRoomForBody, 503) : turnAway(bodyTooLate, 408);
}

/**
 * The door for calls through Next's server routes.
 *
 * The call is not tied to the request's signal: when a program hangs up, the provider has the call all the same, and its
 * reply must still be recorded.
 *
 * Turned away here, and recorded nowhere: a call of a foreign web page (403), which could otherwise try keys from inside
 * the network of whoever opened it; one whose body finds no room in memory (503); one whose body is too slow (408).
 *
 * @param path what follows /api/proxy/
 * @param budget shared by all calls
 */
export async function takeNextCall(
  { handleCall }: Pick<Runtime, "handleCall">,
  request: Request,
  path: string,
  budget: ByteBudget = callBodies,
): Promise<Response> {
  if (!OWN_SITES.has(request.headers.get("sec-fetch-site"))) return turnAway(foreignPage, 403);
  const headers: { -readonly [name in keyof ProviderCall["headers"]]: string } = {};
  for (const name of FORWARDED_HEADERS) {
    const value = request.headers.get(name);
    if (value !== null) headers[name] = value;
  }
  let bytes: Buffer | null;
  try {
    const limits = { drainBytes: MAX_DRAINED_BYTES, budget, arriveWithinMs: ARRIVE_WITHIN_MS };
    bytes = await readBounded(request.body, MAX_CALL_BYTES, limits);
  } catch (error) {
    return toRefusal(error);
  }
  const body: CallBody = bytes === null ? { kind: "too-large" } : { kind: "read", bytes };
  const callerAddress = request.headers.get(PEER_ADDRESS_HEADER);
  const reply = handleCall({ method: path, headers, body, callerAddress });
  // From here on the body is the exchange's: what waits for a provider is not counted.
  budget.giveBack(bytes?.byteLength ?? 0);
  return toResponse(await reply);
}
