import { z } from "zod";
import { epochMs } from "./common";

/** What can change. A browser refetches what hangs on the topics named, nothing else. */
export const topic = z.enum(["calls", "errors", "cooldowns", "balances", "accounts", "health", "guard", "alerts"]);
export type Topic = z.infer<typeof topic>;

/** The data of an event named `hello`, the first on each connection. */
export const helloEvent = z.object({ serverNowMs: epochMs });

/** The data of an event named `change`. */
export const changeEvent = z.object({ serverNowMs: epochMs, topics: z.array(topic) });
