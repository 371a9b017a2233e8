import type { CooldownReport } from "@/lib/contracts/cooldowns";
import type { ErrorEvent } from "@/lib/contracts/errors";
import { makeCooldown } from "./make-cooldown";

/** When the ban of {@link makeReport} began. */
export const START_MS = Date.UTC(2026, 10, 22, 20, 39, 36);

export const makeReportError = (id: string, changes: Partial<ErrorEvent> = {}): ErrorEvent => ({
  id,
  atMs: START_MS - 1_000,
  account: "main",
  accountId: "a",
  proxyKeyId: "k2",
  proxyKey: "scraper-2",
  source: "program",
  method: "createTask",
  code: "ERROR_ZERO_BALANCE",
  description: "Insufficient account balance",
  errorId: "1",
  origin: "upstream",
  httpStatus: 200,
  latencyMs: 12,
  taskType: "T1",
  targetHost: "shop.example",
  taskId: null,
  callerAddress: null,
  ...changes,
});

/** The report of a running ban of the address, with what a test cares about. */
export function makeReport(
  changes: Partial<Omit<CooldownReport, "cooldown">> & { cooldown?: Partial<CooldownReport["cooldown"]> } = {},
): CooldownReport {
  const { cooldown, ...rest } = changes;
  return {
    serverNowMs: START_MS + 90_000,
    cooldown: makeCooldown({
      id: "0199a1b2-0000-7000-8000-000000000001",
      accountId: "a",
      startedAtMs: START_MS,
      waitingSinceMs: START_MS,
      untilMs: START_MS + 600_000,
      nextProbeAtMs: START_MS + 600_000,
      lastErrorAtMs: START_MS,
      ...cooldown,
    }),
    before: {
      fromMs: START_MS - 600_000,
      toMs: START_MS,
      errors: 0,
      byCode: [],
      byProgram: [],
      byTaskType: [],
      byTargetHost: [],
      first: null,
      last: null,
    },
    cause: { kind: "none" },
    probes: [],
    probesTotal: rest.probes?.length ?? 0,
    risked: [],
    ...rest,
  };
}
