import { Agent } from "undici";
import type { RefuseAddress } from "../../net/address-rules";
import { createGuardedConnector } from "../../net/guarded-connect";
import { toKeptAnswer } from "../senders/deliver";
import { readStart } from "../senders/http-sender";
import { describeFault, NO_ANSWER_IN_TIME } from "../senders/network-fault";
import { createRedact } from "../senders/redact";

/** What came of asking for an address. */
export interface AddressAnswer {
  /** Null where no answer came. */
  readonly httpStatus: number | null;
  /** Its beginning, at most 500 characters, without the address. */
  readonly answer: string;
  /** Why it was not asked with success, in a sentence; null when it was. */
  readonly reason: string | null;
}

/** Never rejects. */
export type AskAddress = (url: string) => Promise<AddressAnswer>;

const CONNECT_TIMEOUT_MS = 10_000;
const ANSWER_TIMEOUT_MS = 20_000;

/** Asks with `GET`, on a connection of its own. No redirect is followed, and of an answer only the beginning read. */
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
        // Also closes the connection of an answer that has no end.
        const answer = toKeptAnswer(await readStart(body), createRedact([address]));
        const isTaken = statusCode >= 200 && statusCode < 300;
        const reason = isTaken ? null : `The address answered with HTTP ${statusCode}.`;
        return { httpStatus: statusCode, answer, reason };
      } catch (error) {
        const reason = signal.aborted ? NO_ANSWER_IN_TIME : describeFault(error);
        return { httpStatus: null, answer: "", reason };
      }
    },
    close: () => agent.destroy(),
  };
}
