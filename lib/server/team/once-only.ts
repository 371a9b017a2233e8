import { RequestError } from "../request-error";

/** Longer than any code of an authenticator app is accepted: its own 30 s, and one step to either side. */
const KEPT_MS = 120_000;

/** Sees to it that a code of the app works once, although it stays valid for a while (RFC 6238 §5.2). */
export interface OnceOnly {
  /**
   * Runs `work` with a code that nobody has used lately. That two people's apps show the same code at the same time
   * happens once in a million, and the second then waits for the next one.
   *
   * @throws {RequestError} 422 for a code that was used; what `work` throws leaves the code unused
   */
  run<T>(code: string, work: () => Promise<T>): Promise<T>;
}

export function createOnceOnly(now: () => number): OnceOnly {
  const usedUntilMs = new Map<string, number>();
  return {
    run: async (code, work) => {
      for (const [used, untilMs] of usedUntilMs) if (untilMs <= now()) usedUntilMs.delete(used);
      if (usedUntilMs.has(code)) {
        const message = "was used before: wait for the next one";
        throw new RequestError(422, "wrong_secret", `The code ${message}.`, { fields: [{ field: "code", message }] });
      }
      usedUntilMs.set(code, now() + KEPT_MS);
      try {
        return await work();
      } catch (error) {
        usedUntilMs.delete(code);
        throw error;
      }
    },
  };
}
