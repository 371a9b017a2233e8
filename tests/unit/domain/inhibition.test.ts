import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_RULES } from "@/lib/domain/alert-rules/default-rules";
import { RULE_KINDS, type RuleKind, SEVERITIES, type Severity } from "@/lib/domain/alert-rules/kinds";
import { compareByExplanation, EVALUATION_ORDER, findInhibitor, type Inhibitable } from "@/lib/domain/inhibition";

const incident = (kind: RuleKind, more: Partial<Inhibitable> = {}): Inhibitable => ({
  incidentId: kind,
  kind,
  severity: "warning",
  subjectId: "subject",
  accountId: "account",
  providerHost: "api.example.org",
  hasData: true,
  ...more,
});
const explains = (by: RuleKind, target: RuleKind, severity: Severity = "warning"): boolean =>
  findInhibitor(incident(target), [incident(by, { severity })]) !== null;

describe("which incident explains which", () => {
  it.each<[RuleKind, RuleKind[]]>([
    ["ip-ban", ["ban-risk", "error-rate", "provider-unavailable", "no-traffic"]],
    ["provider-unavailable", ["ban-risk", "error-rate", "no-traffic"]],
    ["key-ban", ["low-balance", "time-to-empty", "error-rate", "no-traffic"]],
    ["wrong-key", ["low-balance", "time-to-empty", "error-rate", "no-traffic"]],
    ["zero-balance", ["low-balance", "time-to-empty", "error-rate", "no-traffic"]],
  ])("%s: %s", (by, targets) => {
    expect(RULE_KINDS.filter((target) => explains(by, target)).sort()).toEqual([...targets].sort());
  });

  it("a critical balance explains a low one and how soon it is used up, a low one nothing", () => {
    expect(RULE_KINDS.filter((kind) => explains("low-balance", kind, "critical"))).toEqual([
      "low-balance",
      "time-to-empty",
    ]);
    expect(RULE_KINDS.filter((kind) => explains("low-balance", kind, "warning"))).toEqual([]);
  });

  it("a critical balance does not explain another one", () => {
    const critical = (incidentId: string) => incident("low-balance", { severity: "critical", incidentId });
    expect(findInhibitor(critical("a"), [critical("b")])).toBeNull();
  });

  it.each<[RuleKind, Partial<Inhibitable>]>([
    ["ip-ban", { providerHost: "other.example.org" }],
    ["key-ban", { accountId: "other" }],
  ])("%s explains only what is about the same: not %o", (by, elsewhere) => {
    const target = incident("error-rate", elsewhere);
    expect(findInhibitor(target, [incident(by)])).toBeNull();
    expect(findInhibitor(target, [incident(by), incident(by, elsewhere)])).toEqual(incident(by, elsewhere));
  });

  it.each<[RuleKind, Partial<Inhibitable>]>([
    ["ip-ban", { providerHost: null }],
    ["key-ban", { accountId: null }],
  ])("%s about nothing in particular explains nothing: %o", (by, nowhere) => {
    expect(findInhibitor(incident("error-rate", nowhere), [incident(by, nowhere)])).toBeNull();
  });

  it("what cannot be measured any more explains nothing, and may itself be explained", () => {
    const unknown = incident("provider-unavailable", { hasData: false });
    expect(findInhibitor(incident("no-traffic"), [unknown])).toBeNull();
    expect(findInhibitor(unknown, [incident("ip-ban")])?.kind).toBe("ip-ban");
    const measured = incident("ip-ban");
    expect(findInhibitor(incident("no-traffic"), [unknown, measured])).toBe(measured);
  });

  it("finds what explains most, whatever the order", () => {
    const open = [incident("key-ban"), incident("provider-unavailable"), incident("ip-ban")];
    for (const order of [open, [...open].reverse()]) {
      expect(findInhibitor(incident("error-rate"), order)?.kind).toBe("ip-ban");
    }
  });
});

describe("any set of open incidents", () => {
  const incidents = fc.array(
    fc.record({
      kind: fc.constantFrom(...RULE_KINDS),
      severity: fc.constantFrom(...SEVERITIES),
      subjectId: fc.constantFrom("s", "t"),
      accountId: fc.constantFrom("a", "b", null),
      providerHost: fc.constantFrom("h", "i", null),
      hasData: fc.boolean(),
    }),
    { minLength: 1, maxLength: 30, size: "max" },
  );
  const open = incidents.map((all) => all.map((one, index): Inhibitable => ({ ...one, incidentId: `${index}` })));

  it("has one that people are told of, at the end of every chain of explanations", () => {
    fc.assert(
      fc.property(open, (all) => {
        for (let one: Inhibitable | null = all[0] ?? null, steps = 0; one !== null; steps++) {
          expect(steps).toBeLessThan(all.length);
          one = findInhibitor(one, all);
        }
      }),
    );
  });

  it("has every explanation evaluated before what it explains", () => {
    let explained = 0;
    fc.assert(
      fc.property(open, (all) => {
        for (const one of all) {
          const by = findInhibitor(one, all);
          if (by === null) continue;
          explained++;
          const [first, second] = [by, one].map(({ kind, severity }) => ({ when: kind, severity }));
          expect(first && second && compareByExplanation(first, second)).toBeLessThan(0);
        }
      }),
    );
    expect(explained).toBeGreaterThan(10);
  });
});

it("looks at a critical balance before a low one", () => {
  const balances = DEFAULT_RULES.map(({ settings }) => settings).filter(({ when }) => when === "low-balance");
  expect(balances.sort(compareByExplanation).map(({ accountLevel }) => accountLevel)).toEqual(["critical", "low"]);
});

it("evaluates every kind once", () => {
  expect([...EVALUATION_ORDER].sort()).toEqual([...RULE_KINDS].sort());
});
