import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createRiskWatch, type RiskWatch, type RiskyError } from "@/lib/server/guard/risk-watch";
import type { RiskWarningRecord } from "@/lib/server/store/risk-warnings";

const NOW_MS = 1_760_000_000_000;
const MINUTE_MS = 60_000;
const HOST = "api.ez-captcha.com";

const error = (overrides: Partial<RiskyError> = {}): RiskyError => ({
  providerHost: HOST,
  provider: "ez-captcha",
  accountId: "account",
  proxyKeyId: null,
  atMs: NOW_MS,
  ...overrides,
});

describe("the watch over an address's errors", () => {
  let warnings: RiskWarningRecord[];
  let isShedding: boolean;
  let told: number;
  let failures: unknown[];
  let watch: RiskWatch;
  let add: (warning: RiskWarningRecord) => Promise<void>;

  const note = (count: number, overrides: Partial<RiskyError> = {}) => {
    for (let index = 0; index < count; index += 1) watch.noteError(error(overrides));
  };
  const waitOf = (method: string, nowMs = NOW_MS, providerHost = HOST) =>
    watch.shed({ providerHost, provider: "ez-captcha", method }, nowMs);

  beforeEach(() => {
    vi.useFakeTimers({ now: NOW_MS });
    warnings = [];
    isShedding = false;
    told = 0;
    failures = [];
    add = async (warning) => void warnings.push(warning);
    watch = createRiskWatch({
      warnings: { add: (warning) => add(warning) },
      isShedding: () => isShedding,
      now: Date.now,
      onChange: () => {
        told += 1;
      },
      onSaveFailed: (failure) => failures.push(failure),
    });
  });
  afterEach(() => {
    watch.close();
    vi.useRealTimers();
  });

  it("tells how near each address is to its limit, and who brings it there", () => {
    note(100, { proxyKeyId: "scraper" });
    note(60);
    note(2, { providerHost: "other.test", provider: "custom", accountId: "b" });
    expect(watch.list(NOW_MS)).toEqual([
      {
        providerHost: HOST,
        provider: "ez-captcha",
        errors: 160,
        limit: 300,
        left: 140,
        level: "elevated",
        shedding: "none",
        shed: 0,
        leader: { accountId: "account", proxyKeyId: "scraper", errors: 100 },
      },
      expect.objectContaining({ providerHost: "other.test", errors: 2, left: 298, level: "calm" }),
    ]);
    expect(watch.list(NOW_MS + MINUTE_MS)[0]).toMatchObject({ errors: 0, left: 300, leader: null });
  });

  it("keeps who leads even among thousands of callers", () => {
    note(50, { proxyKeyId: "scraper" });
    for (let index = 0; index < 5_000; index += 1) {
      note(1, { proxyKeyId: `key-${index}` });
      if (index % 500 === 0) note(1, { proxyKeyId: "scraper" });
    }
    expect(watch.list(NOW_MS)[0]?.leader).toEqual({ accountId: "account", proxyKeyId: "scraper", errors: 60 });
  });

  it("stores one warning when half is reached, and the next only after a quiet time", () => {
    note(149);
    expect(warnings).toEqual([]);
    note(100);
    expect(warnings).toMatchObject([
      { atMs: NOW_MS, provider: "ez-captcha", providerHost: HOST, errors: 150, errorsPerMinuteLimit: 300 },
    ]);
    // Half of them leave, and come again: never below a quarter.
    note(100, { atMs: NOW_MS + 30_000 });
    note(100, { atMs: NOW_MS + MINUTE_MS });
    expect(warnings).toHaveLength(1);
    // The count fell to nothing in between, without an error to notice it by.
    note(200, { atMs: NOW_MS + 5 * MINUTE_MS });
    expect(warnings.map(({ atMs }) => atMs)).toEqual([NOW_MS, NOW_MS + 5 * MINUTE_MS]);
  });

  it("sees that the count was below a quarter, if only right before the next error", () => {
    note(76);
    note(74, { atMs: NOW_MS + 30_000 });
    expect(warnings).toHaveLength(1);
    note(76, { atMs: NOW_MS + MINUTE_MS });
    expect(warnings).toHaveLength(2);
  });

  it("goes on when a warning cannot be stored, and says so", async () => {
    add = async () => {
      throw new Error("the disk is full");
    };
    note(200);
    await vi.advanceTimersByTimeAsync(0);
    expect(failures).toHaveLength(1);
    expect(watch.list(NOW_MS)[0]?.errors).toBe(200);
  });

  it("sheds nothing unless it is asked to", () => {
    note(1_000);
    expect(waitOf("createTask")).toBeNull();
    expect(watch.list(NOW_MS)[0]?.shedding).toBe("none");
  });

  it("sheds new tasks from three quarters, everything from nine tenths, and only at that address", () => {
    isShedding = true;
    note(224);
    expect(waitOf("createTask")).toBeNull();
    note(1);
    expect(waitOf("createTask")).toBe(MINUTE_MS);
    expect(waitOf("getTaskResult")).toBeNull();
    expect(watch.list(NOW_MS)[0]?.shedding).toBe("createTask");
    note(45, { atMs: NOW_MS + 10_000 });
    expect(waitOf("getTaskResult", NOW_MS + 10_000)).toBe(50_000);
    expect(waitOf("getBalance", NOW_MS + 10_000)).toBe(50_000);
    expect(watch.list(NOW_MS + 10_000)[0]?.shedding).toBe("all");
    expect(waitOf("createTask", NOW_MS, "other.test")).toBeNull();
    expect(waitOf("createTask", NOW_MS + MINUTE_MS)).toBeNull();
  });

  it("counts what was shed for a minute", () => {
    note(1);
    watch.noteShed(HOST, NOW_MS);
    watch.noteShed(HOST, NOW_MS + 1_000);
    watch.noteShed("unheard-of.test", NOW_MS);
    expect(watch.list(NOW_MS + 2_000)).toMatchObject([{ shed: 2 }]);
    expect(watch.list(NOW_MS + MINUTE_MS)).toMatchObject([{ shed: 1 }]);
  });

  it("neither sheds for ever nor fails when the clock is set by an hour", () => {
    isShedding = true;
    note(300);
    for (const stepMs of [-60 * MINUTE_MS, 60 * MINUTE_MS]) {
      const wait = waitOf("createTask", NOW_MS + stepMs);
      expect(wait === null || wait <= MINUTE_MS).toBe(true);
      expect(waitOf("createTask", NOW_MS + stepMs + MINUTE_MS)).toBeNull();
    }
  });

  it("tells of changes at most once a second, also while the count falls, and then no more", async () => {
    for (let index = 0; index < 30; index += 1) {
      note(10, { atMs: Date.now() });
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(told).toBe(3);
    await vi.advanceTimersByTimeAsync(2 * MINUTE_MS);
    expect(told).toBeGreaterThanOrEqual(6);
    expect(told).toBeLessThanOrEqual(8);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("tells nothing after it was closed", async () => {
    note(1);
    watch.close();
    note(1);
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    expect(told).toBe(0);
  });
});
