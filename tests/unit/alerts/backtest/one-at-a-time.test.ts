import { describe, expect, it } from "vitest";
import { createOneAtATime } from "@/lib/server/alerts/backtest/one-at-a-time";

describe("one at a time", () => {
  it("runs in turn, lets few wait, and refuses the rest until there is room", async () => {
    const inTurn = createOneAtATime(2);
    const running: number[] = [];
    let most = 0;
    const finish: (() => void)[] = [];
    const work = (id: number) => async () => {
      running.push(id);
      most = Math.max(most, running.length);
      await new Promise<void>((resolve) => finish.push(resolve));
      running.splice(running.indexOf(id), 1);
      return id;
    };
    const first = inTurn(work(1));
    const second = inTurn(work(2));
    const third = inTurn(work(3));
    await expect(inTurn(work(4))).rejects.toMatchObject({ status: 503, details: { retryAfterSeconds: 3 } });
    for (const one of [first, second, third]) {
      await Promise.resolve();
      await Promise.resolve();
      while (finish.length === 0) await new Promise((resolve) => setImmediate(resolve));
      finish.shift()?.();
      await one;
    }
    expect(most).toBe(1);
    const fifth = inTurn(() => Promise.reject(new Error("broken")));
    await expect(fifth).rejects.toThrow("broken");
    await expect(inTurn(() => Promise.resolve("well"))).resolves.toBe("well");
  });
});
