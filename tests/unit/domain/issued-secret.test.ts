import { describe, expect, it } from "vitest";
import { issuedState } from "@/lib/domain/issued-secret";

const NOW_MS = 1_700_000_000_000;

describe("issuedState", () => {
  it("is active until the very millisecond of its end", () => {
    const end = { expiresAtMs: NOW_MS, revokedAtMs: null };
    expect(issuedState(end, NOW_MS - 1)).toBe("active");
    expect(issuedState(end, NOW_MS)).toBe("expired");
  });

  it("is active for good where it has no end", () => {
    expect(issuedState({ expiresAtMs: null, revokedAtMs: null }, Number.MAX_SAFE_INTEGER)).toBe("active");
  });

  it("says revoked of what is also expired", () => {
    expect(issuedState({ expiresAtMs: NOW_MS - 1, revokedAtMs: NOW_MS }, NOW_MS)).toBe("revoked");
  });
});
