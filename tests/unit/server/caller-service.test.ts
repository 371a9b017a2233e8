import { describe, expect, it } from "vitest";
import { createCallerService } from "@/lib/server/proxy-keys/caller-service";
import type { CallerTotal } from "@/lib/server/store/tallies";

const NOW_MS = Date.UTC(2026, 0, 15, 12);
const total = (code: string, calls: number, origin: CallerTotal["origin"] = "upstream"): CallerTotal => ({
  source: "program",
  proxyKeyId: "",
  origin,
  code,
  calls,
});

async function listOne(totals: readonly CallerTotal[]) {
  const service = createCallerService({
    tallies: { sumByCaller: async () => [...totals] },
    accounts: { get: () => ({}) as never },
    proxyKeys: { find: () => undefined },
    personNames: async () => new Map(),
    now: () => NOW_MS,
  });
  return (await service.list("account", { period: "24h" })).callers[0];
}

describe("the callers of an account", () => {
  it("name three codes, and the sum of the others, so that the figures add up", async () => {
    const caller = await listOne([
      total("", 50),
      total("A", 1),
      total("B", 9),
      total("C", 4),
      total("D", 7),
      total("E", 2),
      total("ERROR_LOCAL", 5, "local"),
    ]);
    expect(caller?.codes.map(({ code }) => code)).toEqual(["B", "D", "C"]);
    expect(caller?.otherCodes).toEqual({ codes: 2, errors: 3 });
    const named = caller?.codes.reduce((sum, { errors }) => sum + errors, 0) ?? 0;
    expect(named + (caller?.otherCodes.errors ?? 0)).toBe(caller?.errors);
  });

  it("leave nothing over where there are three codes or fewer", async () => {
    expect((await listOne([total("A", 1), total("B", 9), total("C", 4)]))?.otherCodes).toEqual({ codes: 0, errors: 0 });
  });
});
