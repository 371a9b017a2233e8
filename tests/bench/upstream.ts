/** The simulated provider in a process of its own, so that it shares no event loop with the client that measures. */
import { startSandboxServer } from "@/lib/sandbox/http-server";

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
]);
process.send?.(server.origin);
process.once("disconnect", () => void server.close());
