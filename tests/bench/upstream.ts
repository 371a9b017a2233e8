/** The simulated provider in a process of its own, so that it shares no event loop with the client that measures. */
import { startSandboxServer } from "@/lib/sandbox/http-server";
import type { ScriptEntry } from "@/lib/sandbox/script";
import { BAN_METHOD } from "./ban-method";
import { FLAPPING_KEYS } from "./flapping-keys";

/** Empty whenever it was not the last time, and the other way round. */
function flapping(clientKey: string): ScriptEntry {
  let isEmpty = false;
  const body = {
    errorId: 0,
    get balance() {
      isEmpty = !isEmpty;
      return isEmpty ? 0 : 1_000;
    },
  };
  return { method: "getBalance", clientKey, times: Number.POSITIVE_INFINITY, answer: { kind: "json", body } };
}

const server = await startSandboxServer({ errorsPerMinuteLimit: Number.POSITIVE_INFINITY });
server.provider.script([
  {
    method: "getTaskResult",
    times: Number.POSITIVE_INFINITY,
    answer: { kind: "json", body: { errorId: 0, status: "processing" } },
  },
  {
    method: "createTask",
    times: Number.POSITIVE_INFINITY,
    answer: { kind: "error", code: "ERROR_NO_SLOT_AVAILABLE" },
  },
  ...Object.values(FLAPPING_KEYS).flat().map(flapping),
  {
    method: "getBalance",
    times: Number.POSITIVE_INFINITY,
    answer: { kind: "json", body: { errorId: 0, balance: 1_000 } },
  },
  {
    method: BAN_METHOD,
    times: Number.POSITIVE_INFINITY,
    answer: { kind: "error", code: "ERROR_KEY_BANNED", description: "Your client key has been banned for 24 hours" },
  },
]);
process.send?.(server.origin);
process.once("disconnect", () => void server.close());
