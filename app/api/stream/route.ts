import { takeStreamRequest } from "@/lib/server/live/stream-door";

export const GET = takeStreamRequest;

// Next would run GET for it and never end the stream.
export const HEAD = () => new Response(null, { headers: { "content-type": "text/event-stream; charset=utf-8" } });
