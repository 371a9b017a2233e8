import { createEventId } from "@/lib/server/event-id";
import type { CooldownRecord } from "@/lib/server/store/cooldowns";
import type { ErrorRecord } from "@/lib/server/store/error-events";

/** An error as the proxy records it, with what a test cares about. */
export function makeError(overrides: Partial<ErrorRecord> = {}): ErrorRecord {
  const atMs = overrides.atMs ?? Date.now();
  return {
    id: createEventId(atMs),
    atMs,
    accountId: null,
    proxyKeyId: null,
    source: "program",
    method: "createTask",
    taskType: "ImageToTextTask",
    targetHost: null,
    code: "ERROR_NO_SLOT_AVAILABLE",
    description: "try again later",
    errorId: "1",
    httpStatus: 200,
    latencyMs: 42,
    origin: "upstream",
    taskId: null,
    callerAddress: "127.0.0.1",
    ...overrides,
  };
}

export function makeCooldown(overrides: Partial<CooldownRecord> = {}): CooldownRecord {
  const startedAtMs = overrides.startedAtMs ?? Date.now();
  return {
    id: createEventId(startedAtMs),
    scope: "egress",
    scopeKey: "direct@provider.test",
    provider: "ez-captcha",
    providerHost: "provider.test",
    accountId: null,
    code: "ERROR_IP_BANNED",
    description: "Your IP has been blocked for 10 minutes",
    startedAtMs,
    untilMs: startedAtMs + 600_000,
    endedAtMs: null,
    endedBy: null,
    endReason: null,
    lastErrorAtMs: startedAtMs,
    errors: 1,
    state: "cooling",
    waitingSinceMs: startedAtMs,
    nextProbeAtMs: startedAtMs + 600_000,
    failedProbes: 0,
    isDrill: false,
    endedHow: null,
    heldCalls: 0,
    observedCalls: 0,
    callers: [],
    revision: 1,
    ...overrides,
  };
}
