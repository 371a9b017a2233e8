import type { Pool } from "undici";
import { readBanSeconds } from "@/lib/domain/ban-length";
import type { Pauses } from "./pauses";

/** What a program reads of a reply. */
export interface Reply {
  /** Null for a success. */
  readonly errorCode: string | null;
  readonly taskId: string | number | null;
  readonly status: string | null;
}

/** A program's way to the provider, which leads through Banwatch. */
export interface Caller {
  /**
   * Waits until the program may call, then calls. Never rejects but for the signal: a call that breaks off is an error
   * without a code, as it is for a program.
   */
  call(method: string, fields: Record<string, unknown>): Promise<Reply>;
  /** Calls at once, whatever was answered before, as a program does that never looks. Rejects as `call` does. */
  callAnyway(method: string, fields: Record<string, unknown>): Promise<Reply>;
}

/** How long a program waits that is told of these, where the provider names no time. */
const DEFAULT_BAN_SECONDS = 90;
const EMPTY_SECONDS = 40;

/** A caller that behaves: told of a ban or of an empty balance it makes no calls until that is over. */
export function createCaller(parts: {
  readonly pool: Pool;
  readonly clientKey: string;
  readonly account: string;
  readonly provider: string;
  readonly pauses: Pauses;
  readonly signal: AbortSignal;
}): Caller {
  const { pool, clientKey, account, provider, pauses, signal } = parts;

  const heed = (code: string, description: string) => {
    const seconds = readBanSeconds(description) ?? DEFAULT_BAN_SECONDS;
    if (code === "ERROR_IP_BANNED") pauses.pause(provider, seconds);
    if (code === "ERROR_KEY_BANNED") pauses.pause(account, seconds);
    if (code === "ERROR_ZERO_BALANCE") pauses.pause(account, EMPTY_SECONDS);
  };

  const callAnyway: Caller["callAnyway"] = async (method, fields) => {
    try {
      const response = await pool.request({
        method: "POST",
        path: `/${method}`,
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ clientKey, ...fields }),
        signal,
      });
      const json = (await response.body.json()) as Record<string, unknown>;
      const errorCode = json.errorId === 0 ? null : String(json.errorCode ?? "");
      if (errorCode !== null) heed(errorCode, String(json.errorDescription ?? ""));
      const { taskId, status } = json;
      return {
        errorCode,
        taskId: typeof taskId === "string" || typeof taskId === "number" ? taskId : null,
        status: typeof status === "string" ? status : null,
      };
    } catch {
      signal.throwIfAborted();
      return { errorCode: "", taskId: null, status: null };
    }
  };

  return {
    callAnyway,
    call: async (method, fields) => {
      await pauses.wait([provider, account], signal);
      return callAnyway(method, fields);
    },
  };
}
