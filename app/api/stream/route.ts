import { rawRoute } from "@/lib/server/http/route";
import { takeStreamRequest } from "@/lib/server/live/stream-door";

export const GET = rawRoute({ access: "viewer" }, takeStreamRequest);

// Next would run GET for it and never end the stream.
export const HEAD = rawRoute(
  { access: "viewer" },
  async () => new Response(null, { headers: { "content-type": "text/event-stream; charset=utf-8" } }),
);
