import { z } from "zod";
import { count, epochMs } from "./common";

export const healthResponse = z.object({
  /** The process answers. */
  live: z.literal(true),
  /** It has its database and passes calls on. */
  ready: z.boolean(),
  /** It works, but something needs a look: see reasons. */
  degraded: z.boolean(),
  reasons: z.array(z.object({ code: z.string(), message: z.string() })),
  /** Errors kept outside the database until it takes them. */
  spooledErrors: count,
  serverNowMs: epochMs,
});
export type HealthResponse = z.infer<typeof healthResponse>;
