import { PUSH_WORKER_SOURCE } from "@/lib/client/push/worker-source";

/** The same for everybody, so it is made once, with the build. */
export const dynamic = "force-static";

/** The worker that shows browser push. What it may do is narrowed to telling Banwatch of a new subscription. */
export function GET(): Response {
  return new Response(PUSH_WORKER_SOURCE, {
    headers: {
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "no-cache",
      "service-worker-allowed": "/",
      "content-security-policy": "default-src 'none'; connect-src 'self'; frame-ancestors 'none'",
    },
  });
}
