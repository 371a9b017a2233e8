import { expect, it } from "vitest";
import { createReadSnapshot } from "@/lib/server/alerts/measure/snapshot";
import { makeRule } from "../../../support/alert-stage";

const NOW_MS = Date.UTC(2026, 10, 1, 12);
const RULES = (["error-rate", "provider-unavailable", "no-traffic", "time-to-empty", "deliveries-late"] as const).map(
  (kind) => makeRule(kind),
);
const broken = () => Promise.reject(new Error("disk image is malformed"));
const waiting = new Map([["ops", { waiting: 1, oldestAtMs: 1 }]]);

const read = (
  changes: Partial<Record<"listSteps" | "sum" | "listProgramCalls" | "listThinned", () => Promise<never>>>,
) => {
  const none = async () => [];
  const calls = { listSteps: none, sum: none, listProgramCalls: none, findFirstHourMs: async () => null, ...changes };
  const samples = { listThinned: changes.listThinned ?? none };
  return createReadSnapshot({ calls, samples, summarizeWaiting: async () => waiting as never })(RULES, NOW_MS);
};

it("has all that rules ask for where all can be read", async () => {
  const snapshot = await read({});
  expect(snapshot.unread).toEqual([]);
  expect(snapshot.windows.size).toBeGreaterThan(0);
});

it.each([
  ["listSteps", ["error-rate", "provider-unavailable"]],
  ["listProgramCalls", ["no-traffic"]],
  ["listThinned", ["time-to-empty"]],
] as const)("says what a broken %s keeps from being measured, and has the rest", async (query, kinds) => {
  const snapshot = await read({ [query]: broken });
  expect(snapshot.unread).toEqual([{ kinds, error: expect.any(Error) }]);
  expect(snapshot.waiting).toBe(waiting);
});
