import { getRuntime } from "../runtime-slot";
import { createStreamResponse, MAX_STREAMS } from "./stream-response";

/** `GET /api/stream`: what changes, as server-sent events. 503 when too many browsers listen already. */
export async function takeStreamRequest(request: Request): Promise<Response> {
  const { hub } = await getRuntime();
  if (hub.listenerCount() >= MAX_STREAMS) {
    return Response.json(
      { error: { code: "too_many_streams", message: `Already ${MAX_STREAMS} browsers listen. Close some tabs.` } },
      { status: 503, headers: { "retry-after": "30" } },
    );
  }
  return createStreamResponse(hub, request.signal, Date.now);
}
