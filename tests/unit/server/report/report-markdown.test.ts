import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { escapeMarkdown, writeName } from "@/lib/server/report/markdown-text";
import { writeMarkdown as write } from "@/lib/server/report/report-markdown";
import { makeReport, makeReportError, START_MS } from "../../../support/ban-report";

const LEADER = { accountId: "a", account: "main", proxyKeyId: "k2", proxyKey: "scraper-2", errors: 1_120 };

const writeMarkdown = (report: ReturnType<typeof makeReport>) => write(report, "https://banwatch.example");

/** Characters by which a text can become markup. */
const hostile = fc
  .array(
    fc.constantFrom(
      "|",
      "\n",
      "\r\n",
      "\u2028",
      "`",
      "<",
      ">",
      "&",
      "[",
      "]",
      "(",
      ")",
      "*",
      "_",
      "\\",
      "#",
      "- ",
      "1. ",
      "a",
      " ",
      "https://x.y",
      "@all",
      "\u202e",
      "$",
    ),
    { maxLength: 30 },
  )
  .map((parts) => parts.join(""));

/** How many cells a line of a table has: bars that are not escaped, less the one at the end. */
const cellsOf = (line: string) => line.replace(/\\[\\|]/g, "").split("|").length - 2;

describe("escapeMarkdown", () => {
  it("keeps plain words as they are", () => {
    expect(escapeMarkdown("Your IP has been blocked for 10 minutes.")).toBe("Your IP has been blocked for 10 minutes.");
  });

  it.each([
    ["a | b", "a \\| b"],
    ["a \\| b", "a \\\\\\| b"],
    ["<img src=x onerror=alert(1)>", "&lt;img src=x onerror=alert(1)&gt;"],
    ["[free](https://evil.example)", "\\[free\\](https\\://evil.example)"],
    ["&lt;b&gt;", "&amp;lt;b&amp;gt;"],
    ["line\r\none\u2028two\u0000", "line one two"],
    ["# heading", "\\# heading"],
    ["- item", "\\- item"],
    ["1. item", "1\\. item"],
    ["www.evil.example", "www\\.evil.example"],
    ["abc\u202eexe.txt", "abcexe.txt"],
  ])("makes no markup of %j", (text, expected) => {
    expect(escapeMarkdown(text)).toBe(expected);
  });

  it("leaves one line without HTML, link or open cell, whatever comes", () => {
    fc.assert(
      fc.property(fc.oneof(hostile, fc.string({ unit: "binary" })), (text) => {
        const escaped = escapeMarkdown(text);
        expect(escaped).not.toMatch(/[\n\r\u2028\u2029<>]/);
        expect(escaped.replace(/\\[!-/:-@[-`{-~]/g, "")).not.toMatch(/[|`*_[\]\\]|:\/\//);
      }),
    );
  });
});

describe("writeName", () => {
  it("writes as code what means nothing to Markdown, and as text what might", () => {
    expect(writeName("ERROR_IP_BANNED")).toBe("`ERROR_IP_BANNED`");
    expect(writeName("a`b|c")).toBe("a\\`b\\|c");
  });
});

describe("writeMarkdown", () => {
  it("says the cause in one sentence at the top", () => {
    const cause = { kind: "empty-balance", errors: 1_204, ofErrors: 1_300, within: "window", leader: LEADER } as const;
    expect(writeMarkdown(makeReport({ cause })).split("\n\n").slice(0, 2)).toEqual([
      "# Ban report: `ERROR_IP_BANNED` at EZ-Captcha",
      "**1,204 calls on an empty balance in the ten minutes before, 93 % from key `scraper-2`.**",
    ]);
  });

  it.each([
    [{ kind: "none" } as const, "No other error came through Banwatch in the ten minutes before."],
    [
      { kind: "one-code", code: "ERROR_A", errors: 1, ofErrors: 2, within: "window", leader: null } as const,
      "1 call answered with `ERROR_A` in the ten minutes before.",
    ],
    [
      { kind: "mixed", ofErrors: 1_120, codes: 5, within: "last-minute", leader: LEADER } as const,
      "1,120 errors with 5 codes in the last minute, none of which makes half, all from key `scraper-2`.",
    ],
    [
      {
        kind: "one-code",
        code: "E",
        errors: 3,
        ofErrors: 3,
        within: "last-minute",
        leader: { ...LEADER, proxyKeyId: null, proxyKey: null, errors: 2 },
      } as const,
      "3 calls answered with `E` in the last minute, 67 % from the own key of `main`.",
    ],
  ])("puts %j into words", (cause, sentence) => {
    expect(writeMarkdown(makeReport({ cause }))).toContain(`**${sentence}**`);
  });

  it("tells how it ended, by whom and why", () => {
    const cooldown = {
      endedAtMs: START_MS + 3_725_900,
      endedHow: "person" as const,
      endedBy: "Ada | Root",
      endReason: "support\nsays ok",
    };
    const text = writeMarkdown(makeReport({ cooldown }));
    expect(text).toContain("- From 2026-11-22 20:39:36 UTC to 2026-11-22 21:41:41 UTC: 1 h 2 min 5 s");
    expect(text).toContain("Ada \\| Root ended it. The reason given: support says ok");
  });

  it("says that a ban still runs, and until when", () => {
    expect(writeMarkdown(makeReport())).toContain("It is still running, until 2026-11-22 20:49:36 UTC.");
  });

  it("says that the time before is shorter where the ban before it ended meanwhile", () => {
    const before = { ...makeReport().before, fromMs: START_MS - 90_500 };
    const text = writeMarkdown(makeReport({ before }));
    expect(text).toContain("**No other error came through Banwatch since the ban before it ended.**");
    expect(text).toContain("## Since the ban before it ended\n\nFrom 2026-11-22 20:38:05 UTC");
    expect(text).not.toContain("ten minutes before");
  });

  it("links to the ban's page", () => {
    const page = "https://banwatch.example/cooldowns/0199a1b2-0000-7000-8000-000000000001";
    expect(writeMarkdown(makeReport())).toContain(`- Its page: [${page}](${page})`);
  });

  it("writes the first and the last three of many probes, and how many there were between them", () => {
    const probes = Array.from({ length: 48 }, (_, index) => ({
      id: `p${index}`,
      atMs: START_MS + index * 60_000,
      account: `account-${index}`,
      verdict: "banned" as const,
      latencyMs: 5,
      code: null,
      description: null,
    }));
    const shown = (text: string) => text.match(/account-\d+|and [\d,]+ more/g);
    const ends = ["account-0", "account-1", "account-2", "and 42 more", "account-45", "account-46", "account-47"];
    expect(shown(writeMarkdown(makeReport({ probes })))).toEqual(ends);
    expect(shown(writeMarkdown(makeReport({ probes, probesTotal: 1_006 })))).toContain("and 1,000 more");
    expect(shown(writeMarkdown(makeReport({ probes: probes.slice(0, 7) })))).toHaveLength(7);
  });

  it("tells a cost only where a task was held, and says so where no price is known", () => {
    const row = { accountId: "a", account: "main", unit: "points", heldTasks: 3, pricePerTask: "2", amount: "6" };
    expect(writeMarkdown(makeReport())).not.toMatch(/cost|price/i);
    expect(writeMarkdown(makeReport({ risked: [row] }))).toContain("| `main` | 3 | 2 points | 6 points |");
    const unpriced = writeMarkdown(makeReport({ risked: [{ ...row, pricePerTask: null, amount: null }] }));
    expect(unpriced).toContain("3 tasks were held; the price is not known.");
    expect(unpriced).not.toContain("would have cost");
  });

  it("marks a drill in the title and below", () => {
    const text = writeMarkdown(makeReport({ cooldown: { isDrill: true } }));
    expect(text).toMatch(/^# DRILL: /);
    expect(text).toContain("This was a drill");
    expect(writeMarkdown(makeReport())).not.toMatch(/drill/i);
  });

  it("lets no text from outside break a table or make markup", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const error = makeReportError("1", { code: text, description: text, targetHost: text, proxyKey: text });
        const program = { accountId: "a", account: text, proxyKeyId: "k", proxyKey: text };
        const report = makeReport({
          cooldown: {
            code: text,
            description: text,
            providerName: text,
            account: text,
            endedAtMs: START_MS + 1,
            endedHow: "person",
            endedBy: text,
            endReason: text,
            callers: [{ ...program, method: text, held: 3, observed: 0 }],
          },
          before: {
            ...makeReport().before,
            errors: 9,
            byCode: [{ name: text, errors: 5 }],
            byProgram: [{ ...program, errors: 5 }],
            byTaskType: [{ name: text, errors: 5 }],
            byTargetHost: [{ name: text, errors: 5 }],
            first: error,
            last: error,
          },
          cause: {
            kind: "one-code",
            code: text,
            errors: 5,
            ofErrors: 8,
            within: "window",
            leader: { ...program, errors: 5 },
          },
          probes: [
            { id: "p", atMs: START_MS, account: text, verdict: "banned", latencyMs: 3, code: text, description: text },
          ],
          risked: [{ accountId: "a", account: text, unit: text, heldTasks: 3, pricePerTask: "1", amount: "3" }],
        });
        const plain = writeMarkdown(makeReport({ ...report, ...renamed(report) }));
        const written = writeMarkdown(report);
        // As many lines, and in each table line as many cells, as with texts that are harmless.
        expect(written.split("\n").map(shapeOf)).toEqual(plain.split("\n").map(shapeOf));
        expect(written).not.toMatch(/[<]/);
      }),
    );
  });
});

const shapeOf = (line: string) => (line.startsWith("|") ? cellsOf(line) : line.startsWith("#") ? line.indexOf(" ") : 0);

/** The same report with harmless texts in all places. */
function renamed(report: ReturnType<typeof makeReport>): ReturnType<typeof makeReport> {
  const known = new Set(["person", "banned", "egress", "cooling", "one-code", "window"]);
  const rename = (value: unknown, key: string): unknown => {
    if (typeof value === "string") {
      const isGiven = known.has(value) || ["id", "accountId", "proxyKeyId", "pricePerTask", "amount"].includes(key);
      return isGiven ? value : "x";
    }
    if (Array.isArray(value)) return value.map((item) => rename(item, key));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, rename(item, name)]));
  };
  return rename(report, "") as ReturnType<typeof makeReport>;
}
