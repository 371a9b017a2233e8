import { Pool } from "undici";
import type { SandboxServer } from "@/lib/sandbox/http-server";

/** What programs saw of a load, by the server's own account of each reply. */
export interface LoadResult {
  /** Replies that came back whole. */
  replies: number;
  /** Those of them that were errors of the provider. */
  errors: number;
  /** Calls that broke off, because the server was killed. */
  broken: number;
  /** The task ids sent with calls that came back as errors: each must be found in the database. */
  readonly toldOf: Set<string>;
}

const CODES = ["ERROR_NO_SLOT_AVAILABLE", "ERROR_TASKID_INVALID", "ERROR_SERVICE_UNAVALIABLE", "ERROR_ODD_ONE"];

/** Half of all calls come back as one of several errors, for as long as the sandbox lives. */
export function makeItStorm(sandbox: SandboxServer): void {
  sandbox.provider.script(
    CODES.map((code) => ({
      method: `poll${code.length}`,
      times: Number.POSITIVE_INFINITY,
      answer: { kind: "error" as const, code },
    })),
  );
}

/** Good and bad calls in turn. Each bad one carries an id of its own, which the record keeps. */
function nextCall(index: number, clientKey: string): { path: string; body: string; taskId: string | null } {
  if (index % 2 === 0) return { path: "/getBalance", body: JSON.stringify({ clientKey }), taskId: null };
  const code = CODES[index % CODES.length] ?? "";
  const taskId = `call-${index}-${Math.random().toString(36).slice(2)}`;
  return { path: `/api/proxy/poll${code.length}`, body: JSON.stringify({ clientKey, taskId }), taskId };
}

/** Sends `calls` calls over `connections` connections; ends early once calls begin to break off. */
export async function sendMixedLoad(
  origin: string,
  options: { clientKey: string; calls: number; connections: number; onReply?: (replies: number) => void },
): Promise<LoadResult> {
  const pool = new Pool(origin, { connections: options.connections, pipelining: 1 });
  const result: LoadResult = { replies: 0, errors: 0, broken: 0, toldOf: new Set() };
  let next = 0;
  const work = async () => {
    while (next < options.calls && result.broken === 0) {
      const { path, body, taskId } = nextCall(next, options.clientKey);
      next += 1;
      try {
        const response = await pool.request({ method: "POST", path, body });
        const json = (await response.body.json()) as { errorId: number };
        result.replies += 1;
        options.onReply?.(result.replies);
        if (json.errorId !== 0) {
          result.errors += 1;
          if (taskId !== null) result.toldOf.add(taskId);
        }
      } catch {
        result.broken += 1;
      }
    }
  };
  await Promise.all(Array.from({ length: options.connections }, work));
  await pool.destroy();
  return result;
}
