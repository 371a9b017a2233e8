import { RequestError } from "../request-error";
import type { Runtime } from "../runtime";
import type { Actor } from "../team/actor";
import { createStreamResponse, MAX_STREAMS } from "./stream-response";

/**
 * `GET /api/stream`: what changes, as server-sent events. It ends when the one who opened it is signed out or loses the
 * role, at the next heartbeat.
 *
 * @throws {RequestError} 503 when too many browsers listen already
 */
export async function takeStreamRequest(
  request: Request,
  { runtime: { hub, access }, actor }: { runtime: Pick<Runtime, "hub" | "access">; actor: Actor },
): Promise<Response> {
  if (hub.listenerCount() >= MAX_STREAMS) {
    const message = `Already ${MAX_STREAMS} browsers listen. Close some tabs.`;
    throw new RequestError(503, "too_many_streams", message, { retryAfterSeconds: 30 });
  }
  const stillAllowed = async () => (await access.identify(request.headers))?.id === actor.id;
  return createStreamResponse(hub, { signal: request.signal, now: Date.now, stillAllowed });
}
