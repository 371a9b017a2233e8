import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ErrorGroup, explainBan } from "@/lib/domain/ban-report/explain-ban";

const IP_BAN = { code: "ERROR_IP_BANNED", replies: 1 };

const group = (code: string, errors: number, proxyKeyId: string | null = null): ErrorGroup => ({
  code,
  accountId: "main",
  proxyKeyId,
  errors,
});

const arbitraryGroups = fc.array(
  fc.record({
    code: fc.constantFrom("ERROR_ZERO_BALANCE", "ERROR_IP_BANNED", "ERROR_A", "ERROR_B", "__proto__"),
    accountId: fc.constantFrom("a", "b", null),
    proxyKeyId: fc.constantFrom("k1", "k2", null),
    errors: fc.nat({ max: 1_000 }),
  }),
  { maxLength: 20 },
);

const arbitraryBan = fc.record({
  code: fc.constantFrom("ERROR_IP_BANNED", "ERROR_KEY_BANNED", "ERROR_ZERO_BALANCE", "ERROR_KEY_DOES_NOT_EXIST"),
  replies: fc.nat({ max: 5 }),
});

const sumOf = (groups: readonly ErrorGroup[]) => groups.reduce((sum, { errors }) => sum + errors, 0);

describe("explainBan", () => {
  it("names the empty balance and the program that called most on it", () => {
    const groups = [
      group("ERROR_ZERO_BALANCE", 1_120, "scraper-2"),
      group("ERROR_ZERO_BALANCE", 84, "scraper-1"),
      group("ERROR_NO_SLOT_AVAILABLE", 500, "scraper-1"),
      group("ERROR_IP_BANNED", 1, "scraper-2"),
    ];
    expect(explainBan(groups, IP_BAN)).toEqual({
      kind: "empty-balance",
      errors: 1_204,
      ofErrors: 1_704,
      leader: { accountId: "main", proxyKeyId: "scraper-2", errors: 1_120 },
    });
  });

  it("prefers the empty balance at exactly half of the errors", () => {
    expect(explainBan([group("ERROR_A", 5), group("ERROR_ZERO_BALANCE", 5)], IP_BAN).kind).toBe("empty-balance");
    expect(explainBan([group("ERROR_A", 6), group("ERROR_ZERO_BALANCE", 5)], IP_BAN)).toMatchObject({
      kind: "one-code",
      code: "ERROR_A",
    });
  });

  it("calls it mixed when no code makes half", () => {
    const groups = [group("ERROR_A", 4, "k1"), group("ERROR_B", 3, "k2"), group("ERROR_C", 3, "k2")];
    expect(explainBan(groups, IP_BAN)).toEqual({
      kind: "mixed",
      ofErrors: 10,
      codes: 3,
      leader: { accountId: "main", proxyKeyId: "k2", errors: 6 },
    });
  });

  it("does not explain a ban by its own reply", () => {
    expect(explainBan([group("ERROR_IP_BANNED", 1)], IP_BAN)).toEqual({ kind: "none" });
    expect(explainBan([group("ERROR_IP_BANNED", 3)], { ...IP_BAN, replies: 3 })).toEqual({ kind: "none" });
    expect(explainBan([], IP_BAN)).toEqual({ kind: "none" });
  });

  it("explains a ban by earlier bans that were called into", () => {
    expect(explainBan([group("ERROR_IP_BANNED", 40), group("ERROR_A", 2)], IP_BAN)).toMatchObject({
      kind: "one-code",
      code: "ERROR_IP_BANNED",
      errors: 39,
      ofErrors: 41,
    });
  });

  it("explains what is held without being a ban by its own code, however much else went wrong", () => {
    const wrongKey = { code: "ERROR_KEY_DOES_NOT_EXIST", replies: 1 };
    expect(explainBan([group("ERROR_KEY_DOES_NOT_EXIST", 3), group("ERROR_A", 200)], wrongKey)).toMatchObject({
      kind: "one-code",
      code: "ERROR_KEY_DOES_NOT_EXIST",
      errors: 3,
      ofErrors: 203,
    });
    const empty = { code: "ERROR_ZERO_BALANCE", replies: 1 };
    expect(explainBan([group("ERROR_ZERO_BALANCE", 1)], empty)).toMatchObject({ kind: "empty-balance", errors: 1 });
  });

  it("makes no program out of calls whose key no account has", () => {
    const stranger = { code: "ERROR_A", accountId: null, proxyKeyId: null, errors: 9 };
    expect(explainBan([stranger], IP_BAN)).toMatchObject({ kind: "one-code", leader: null });
  });

  it("counts each error once, whatever the groups are", () => {
    fc.assert(
      fc.property(arbitraryGroups, arbitraryBan, (groups, ban) => {
        const cause = explainBan(groups, ban);
        const total = sumOf(groups);
        if (cause.kind === "none") {
          expect(total).toBeLessThanOrEqual(ban.replies);
          return;
        }
        expect(cause.ofErrors).toBeLessThanOrEqual(total);
        expect(cause.ofErrors).toBeGreaterThanOrEqual(total - ban.replies);
        const inQuestion = cause.kind === "mixed" ? cause.ofErrors : cause.errors;
        expect(inQuestion).toBeGreaterThan(0);
        expect(inQuestion).toBeLessThanOrEqual(cause.ofErrors);
        if (cause.leader !== null) expect(cause.leader.errors).toBeLessThanOrEqual(inQuestion);
      }),
    );
  });

  it("says the same in whatever order the groups come", () => {
    fc.assert(
      fc.property(
        arbitraryGroups.chain((groups) =>
          fc.tuple(
            fc.constant(groups.filter(({ code }) => code !== "ERROR_IP_BANNED")),
            fc.shuffledSubarray(groups, { minLength: groups.length }),
          ),
        ),
        ([groups, shuffled]) => {
          const again = shuffled.filter(({ code }) => code !== "ERROR_IP_BANNED");
          expect(explainBan(again, IP_BAN)).toEqual(explainBan(groups, IP_BAN));
        },
      ),
    );
  });
});
