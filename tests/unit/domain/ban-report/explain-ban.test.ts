import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ErrorGroup, explainBan as explain } from "@/lib/domain/ban-report/explain-ban";
import { describeCode } from "@/lib/domain/catalogue";

const IP_BAN = "ERROR_IP_BANNED";

/** Of errors that came more than a minute before the ban. */
const explainBan = (window: readonly ErrorGroup[], banCode: string) => explain({ window, lastMinute: [] }, banCode);

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

const arbitraryBan = fc.constantFrom(
  "ERROR_IP_BANNED",
  "ERROR_KEY_BANNED",
  "ERROR_ZERO_BALANCE",
  "ERROR_KEY_DOES_NOT_EXIST",
);

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
      within: "window",
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
      within: "window",
      leader: { accountId: "main", proxyKeyId: "k2", errors: 6 },
    });
  });

  it("does not explain a ban by replies that tell of one", () => {
    expect(explainBan([group("ERROR_IP_BANNED", 1)], IP_BAN)).toEqual({ kind: "none" });
    expect(explainBan([group("ERROR_IP_BANNED", 30), group("ERROR_IP_BLOCKED", 30)], IP_BAN)).toEqual({ kind: "none" });
    expect(explainBan([], IP_BAN)).toEqual({ kind: "none" });
    expect(explainBan([group("ERROR_IP_BANNED", 40), group("ERROR_A", 2)], IP_BAN)).toMatchObject({
      code: "ERROR_A",
      errors: 2,
      ofErrors: 2,
    });
  });

  it("explains a ban of the address by calls on a key that was banned before", () => {
    expect(explainBan([group("ERROR_KEY_BANNED", 300), group("ERROR_IP_BANNED", 1)], IP_BAN)).toMatchObject({
      code: "ERROR_KEY_BANNED",
      errors: 300,
    });
  });

  it("tells it from the last minute, however much went wrong earlier", () => {
    const lastMinute = [group("ERROR_A", 300, "k1"), group("ERROR_IP_BANNED", 1)];
    const window = [group("ERROR_B", 1_300, "k2"), ...lastMinute];
    expect(explain({ window, lastMinute }, IP_BAN)).toEqual({
      kind: "one-code",
      code: "ERROR_A",
      errors: 300,
      ofErrors: 300,
      within: "last-minute",
      leader: { accountId: "main", proxyKeyId: "k1", errors: 300 },
    });
  });

  it("tells it from the whole window when the last minute holds fewer than ten errors, ban replies aside", () => {
    const within = (errors: number) => {
      const lastMinute = [group("ERROR_A", errors), group("ERROR_IP_BANNED", 50)];
      const cause = explain({ window: [group("ERROR_B", 500), ...lastMinute], lastMinute }, IP_BAN);
      return cause.kind === "one-code" ? [cause.code, cause.within] : cause.kind;
    };
    expect(within(9)).toEqual(["ERROR_B", "window"]);
    expect(within(10)).toEqual(["ERROR_A", "last-minute"]);
  });

  it("explains what is held without being a ban by its own code, however much else went wrong", () => {
    const wrongKey = "ERROR_KEY_DOES_NOT_EXIST";
    expect(explainBan([group("ERROR_KEY_DOES_NOT_EXIST", 3), group("ERROR_A", 200)], wrongKey)).toMatchObject({
      kind: "one-code",
      code: "ERROR_KEY_DOES_NOT_EXIST",
      errors: 3,
      ofErrors: 203,
    });
    const empty = "ERROR_ZERO_BALANCE";
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
        const { bans } = describeCode(ban);
        const total = sumOf(groups.filter(({ code }) => bans === "none" || describeCode(code).bans !== bans));
        if (cause.kind === "none") {
          expect(total).toBe(0);
          return;
        }
        expect(cause.ofErrors).toBe(total);
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
