import { describe, expect, it } from "vitest";
import { listPickable } from "@/lib/client/alert-rules/list-pickable";
import { inLargestUnit } from "@/lib/client/alert-rules/minutes-unit";
import { groupRules, OFFERED_KINDS } from "@/lib/client/alert-rules/rule-groups";
import { listScopeProviders } from "@/lib/client/alert-rules/scope-providers";
import { readServerProblems } from "@/lib/client/alert-rules/use-checked-draft";
import { ruleFieldOf } from "@/lib/client/alert-rules/use-rule-draft";
import { ApiError } from "@/lib/client/api/fetch-json";
import { DEFAULT_RULES } from "@/lib/domain/alert-rules/default-rules";
import { isSelfKind, RULE_KINDS } from "@/lib/domain/alert-rules/kinds";

const RULES = DEFAULT_RULES.map(({ key, settings }) => ({
  id: key,
  ...settings,
  isDefault: true,
  provisioned: false,
  firing: 0,
  lastFiredAtMs: null,
}));

describe("groupRules", () => {
  it("has every rule once, whatever its kind", () => {
    const grouped = groupRules(RULES).flatMap(({ rules }) => rules.map(({ id }) => id));
    expect(grouped.sort()).toEqual(RULES.map(({ id }) => id).sort());
  });

  it("has the worst of one kind first, and no group without rules", () => {
    const balance = RULES.filter(({ when }) => when === "low-balance").reverse();
    const [only, ...others] = groupRules(balance);
    expect(others).toEqual([]);
    expect(only?.rules.map(({ severity }) => severity)).toEqual(["critical", "warning"]);
  });
});

describe("OFFERED_KINDS", () => {
  it("has every kind but those that there is one rule of each", () => {
    const offered = OFFERED_KINDS.flatMap(({ kinds }) => kinds);
    expect([...offered].sort()).toEqual(RULE_KINDS.filter((kind) => !isSelfKind(kind)).sort());
  });
});

describe("listPickable", () => {
  const options = [
    { id: "a", name: "Alpha" },
    { id: "b", name: "Beta" },
  ];

  it("finds by a part of the name, in any case", () => {
    expect(listPickable(options, [], "ET", false).shown.map(({ id }) => id)).toEqual(["b"]);
  });

  it("keeps what is ticked and gone in sight, so that it can be unticked", () => {
    expect(listPickable(options, ["zzz"], "alpha", false).shown).toEqual([
      { id: "zzz", name: "zzz", isGone: true },
      { id: "a", name: "Alpha", isGone: false },
    ]);
  });

  it("offers to add what is not there, and only that", () => {
    const codes = [{ id: "ERROR_A", name: "ERROR_A" }];
    expect(listPickable(codes, [], " ERROR_B ", true).other).toBe("ERROR_B");
    expect(listPickable(codes, [], "ERROR_A", true).other).toBeNull();
    expect(listPickable(codes, ["ERROR_B"], "ERROR_B", true).other).toBeNull();
    expect(listPickable(codes, [], "ERROR_B", false).other).toBeNull();
  });
});

describe("inLargestUnit", () => {
  it.each([
    [1, 1, "minute"],
    [90, 90, "minute"],
    [120, 2, "hour"],
    [1_440, 1, "day"],
    [1_500, 25, "hour"],
    [0, 0, "minute"],
  ] as const)("%d minutes are %d %s", (minutes, value, unit) => {
    expect(inLargestUnit(minutes)).toEqual({ value, unit });
  });
});

describe("listScopeProviders", () => {
  it("has those in use first, and all of them", () => {
    const listed = listScopeProviders([{ provider: "sandbox" }]);
    expect(listed[0]?.id).toBe("sandbox");
    expect(new Set(listed.map(({ id }) => id)).size).toBe(listed.length);
  });
});

describe("what the server says of a rule's fields", () => {
  const refusal = (...fields: { field: string; message: string }[]) =>
    new ApiError(400, { code: "invalid_request", message: "no", fields }, "no");
  const read = (error: unknown) =>
    readServerProblems(error, ruleFieldOf, (field) => (field === "name" ? ("nameTaken" as const) : undefined));

  it("lands at the form's own fields, the first fault of each", () => {
    const error = refusal(
      { field: "scope.accountIds.1", message: "first" },
      { field: "scope.accountIds", message: "second" },
      { field: "accountLevel", message: "level" },
    );
    expect(read(error)).toEqual({
      accountIds: { kind: "text", text: "first" },
      balanceBy: { kind: "text", text: "level" },
    });
  });

  it("knows a name that is taken, and passes over what the form does not have", () => {
    expect(read(refusal({ field: "name", message: "is the name of another rule" }))).toEqual({
      name: { kind: "rule", rule: "nameTaken" },
    });
    expect(read(refusal({ field: "when", message: "?" }))).toEqual({});
    expect(read(new Error("no answer"))).toEqual({});
  });
});
