import { RequestError } from "../request-error";
import type { Runtime } from "../runtime";
import type { Actor } from "../team/actor";
import { createStreamResponse, MAX_STREAMS, MAX_STREAMS_OF_ONE } from "./stream-response";

/**
 * `GET /api/stream`: what changes, as server-sent events. It ends when the one who opened it is signed out or loses the
 * role, at the next heartbeat.
 *
 * @throws {RequestError} 503 when too many browsers listen already, of everybody or of this one
 */
export async function takeStreamRequest(
  request: Request,
  { runtime: { hub, access }, actor }: { runtime: Pick<Runtime, "hub" | "access">; actor: Actor },
): Promise<Response> {
  const owner = `${actor.kind} ${actor.id}`;
  const refuse = (message: string) => new RequestError(503, "too_many_streams", message, { retryAfterSeconds: 30 });
  if (hub.listenerCount() >= MAX_STREAMS) throw refuse(`Already ${MAX_STREAMS} browsers listen. Close some tabs.`);
  if (hub.listenerCount(owner) >= MAX_STREAMS_OF_ONE) {
    throw refuse(`Already ${MAX_STREAMS_OF_ONE} streams of yours are open. Close some tabs.`);
  }
  const stillAllowed = async () => (await access.identify(request.headers))?.id === actor.id;
  return createStreamResponse(hub, { owner, signal: request.signal, now: Date.now, stillAllowed });
}
