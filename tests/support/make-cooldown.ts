import type { Cooldown } from "@/lib/contracts/cooldowns";

/** A cooldown as the API tells of it: a ban of the address that has just begun. */
export function makeCooldown(changes: Partial<Cooldown> = {}): Cooldown {
  return {
    id: "c1",
    scope: "egress",
    code: "ERROR_IP_BANNED",
    description: "Your IP has been blocked for 10 minutes",
    provider: "ez-captcha",
    providerName: "EZ-Captcha",
    providerHost: "api.ez-captcha.com",
    account: "main",
    accountId: "1",
    isDrill: false,
    state: "cooling",
    startedAtMs: 0,
    waitingSinceMs: 0,
    untilMs: 600_000,
    nextProbeAtMs: 600_000,
    failedProbes: 0,
    endedAtMs: null,
    endedHow: null,
    endedBy: null,
    endReason: null,
    lastErrorAtMs: 0,
    errors: 1,
    heldCalls: 0,
    observedCalls: 0,
    callers: [],
    ...changes,
  };
}
