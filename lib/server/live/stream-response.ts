import type { Topic } from "@/lib/contracts/stream";
import type { ChangeHub } from "./change-hub";

/** Proxies drop connections that are silent for a minute or so. */
const HEARTBEAT_MS = 15_000;

/** Browsers open one stream a tab; a runaway client must not take all memory. */
export const MAX_STREAMS = 500;

/** More tabs than anybody looks at. One person or token must not leave none to the others. */
export const MAX_STREAMS_OF_ONE = 20;

const encoder = new TextEncoder();
const event = (name: string, data: unknown) => encoder.encode(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);

/**
 * A server-sent event stream of what changes, until the browser goes away. The first event is `hello`, the others are
 * `change` (lib/contracts/stream.ts). A browser that does not read is told less often, never with a longer queue.
 */
export function createStreamResponse(
  hub: ChangeHub,
  {
    owner,
    signal,
    now,
    stillAllowed,
  }: {
    /** Who listens; their streams are counted. */
    readonly owner: string;
    readonly signal: AbortSignal;
    readonly now: () => number;
    /** Asked at each heartbeat; the stream ends when it says no. */
    readonly stillAllowed: () => Promise<boolean>;
  },
): Response {
  let end = () => {};
  const body = new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        let behind = new Set<Topic>();
        const flush = () => {
          if (behind.size === 0 || (controller.desiredSize ?? 0) <= 0) return;
          controller.enqueue(event("change", { serverNowMs: now(), topics: [...behind] }));
          behind = new Set();
        };
        const unsubscribe = hub.subscribe((topics) => {
          for (const topic of topics) behind.add(topic);
          flush();
        }, owner);
        const beat = async () => {
          if (!(await stillAllowed().catch(() => false))) return close();
          flush();
          if ((controller.desiredSize ?? 0) > 0) controller.enqueue(encoder.encode(": still here\n\n"));
        };
        const heartbeat = setInterval(() => void beat().catch(close), HEARTBEAT_MS);
        end = () => {
          unsubscribe();
          clearInterval(heartbeat);
        };
        const close = () => {
          end();
          try {
            controller.close();
          } catch {
            // Already cancelled by the reader.
          }
        };
        signal.addEventListener("abort", close);
        controller.enqueue(event("hello", { serverNowMs: now() }));
      },
      cancel: () => end(),
    },
    { highWaterMark: 16 },
  );
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      // no-transform keeps compression, which would hold events back, off the stream.
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
}
