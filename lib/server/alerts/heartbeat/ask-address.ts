import { Agent } from "undici";
import type { RefuseAddress } from "../../net/address-rules";
import { createGuardedConnector } from "../../net/guarded-connect";
import { describeFault, NO_ANSWER_IN_TIME } from "../senders/network-fault";

/** @returns why an address was not asked with success, in a sentence; null when it was. Never rejects */
export type AskAddress = (url: string) => Promise<string | null>;

const CONNECT_TIMEOUT_MS = 10_000;
const ANSWER_TIMEOUT_MS = 20_000;

/** Asks with `GET`, on a connection of its own. No redirect is followed, and no answer read. */
export function createAskAddress(refuseAddress: RefuseAddress): { ask: AskAddress; close(): Promise<void> } {
  const agent = new Agent({
    connect: createGuardedConnector({ refuse: refuseAddress, timeoutMs: CONNECT_TIMEOUT_MS }),
    pipelining: 0,
  });
  return {
    ask: async (address) => {
      const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
      try {
        const { origin, pathname, search } = new URL(address);
        const headers = { "user-agent": "Banwatch" };
        const { statusCode, body } = await agent.request({
          origin,
          path: `${pathname}${search}`,
          method: "GET",
          headers,
          signal,
        });
        // Closes the connection of an answer that has no end.
        body.on("error", () => undefined).destroy();
        return statusCode >= 200 && statusCode < 300 ? null : `The address answered with HTTP ${statusCode}.`;
      } catch (error) {
        return signal.aborted ? NO_ANSWER_IN_TIME : describeFault(error);
      }
    },
    close: () => agent.destroy(),
  };
}
