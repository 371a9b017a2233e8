import { describe, expect, it } from "vitest";
import { TEMPLATE_FAULTS, type TemplateProblem } from "@/lib/contracts/template-problem";
import { LOCALES } from "@/lib/domain/locales";
import { messagesByLocale } from "@/lib/i18n/messages";
import { checkTemplates } from "@/lib/server/alerts/message/check-templates";
import { createComposeMessage } from "@/lib/server/alerts/message/compose-message";
import { createPreviewTemplates } from "@/lib/server/alerts/message/preview-templates";
import { renderTemplate } from "@/lib/server/alerts/message/template-engine";
import { makeNotice, NOTICE_SINCE_MS } from "../../../support/make-notice";

const NOW_MS = NOTICE_SINCE_MS + 168_000;
const ORIGIN = "https://ban.example";

function say(templates: { title?: string; text?: string }, notices = [makeNotice("ip-ban")]) {
  const problems: TemplateProblem[] = [];
  const compose = createComposeMessage({ origin: ORIGIN, onTemplateProblem: (problem) => problems.push(problem) });
  const channel = { locale: "en", templates: { title: null, text: null, ...templates } } as const;
  const message = compose({
    dedupKey: "d1",
    notices,
    moreNotices: 0,
    channel,
    createdAtMs: NOTICE_SINCE_MS,
    nowMs: NOW_MS,
  });
  return { ...message, problems };
}

const preview = createPreviewTemplates({ origin: ORIGIN, now: () => NOW_MS });

describe("templates", () => {
  it("take the place of the built-in texts, and of the facts beside the text", () => {
    const message = say({
      title: "{{ severity | upcase }} {{ provider }}",
      text: "{{ remaining }} left; {{ heldCalls }} held\n{{ links.report }}",
    });
    expect(message.title).toBe("CRITICAL EZ-Captcha");
    expect(message.text).toBe(`7 min 12 s left; 128 held\n${ORIGIN}/cooldowns/cd1`);
    expect(message.facts).toEqual([]);
    expect(say({ title: "x" }).facts).not.toEqual([]);
  });

  it("see each incident of a message about several", () => {
    const named = (name: string) => makeNotice("key-ban", { facts: { subject: { kind: "account", id: name, name } } });
    const text = "{{ count }}:{% for one in notices %} {{ one.subject }}{% endfor %}";
    expect(say({ text }, [named("one"), named("two")]).text).toBe("2: one two");
  });

  it("find what does not apply empty, so that it can be asked for", () => {
    expect(say({ text: "{% if balance %}{{ balance }}{% else %}none{% endif %} {{ nothingOfTheKind }}" }).text).toBe(
      "none",
    );
  });

  it.each([
    ["does not parse", "{% if %}{{"],
    ["names a filter that there is not", "{{ title | evil }}"],
    ["writes nothing", "{% if false %}x{% endif %}  "],
  ])("leave the built-in text where one %s, and say so", (_what, text) => {
    const message = say({ text });
    expect(message.text).toContain("EZ-Captcha refuses all calls");
    expect(message.facts).not.toEqual([]);
    expect(message.problems).toMatchObject([{ field: "text", message: expect.stringMatching(/./) }]);
  });

  it("cannot make a title of several lines, nor a message without end", () => {
    expect(say({ title: "a\nBcc: b" }).title).toBe("a Bcc: b");
    expect(say({ text: "{% for i in (1..3000) %}xxxxx{% endfor %}" }).text.length).toBeLessThanOrEqual(4_000);
  });

  it("of every name that the preview lists are filled in by it", () => {
    const { variables } = preview({
      type: "slack",
      locale: "en",
      event: "firing",
      templates: { title: null, text: null },
    });
    expect(variables.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        "title",
        "text",
        "severity",
        "event",
        "rule",
        "number",
        "links.acknowledge",
        "notices[]",
      ]),
    );
    const wrong = variables
      .filter(({ name, example }) => !name.endsWith("[]") && example !== "")
      .filter(({ name, example }) => {
        const { text } = preview({
          type: "slack",
          locale: "en",
          event: "firing",
          templates: { title: null, text: `{{ ${name} }}` },
        });
        return !text.startsWith(example.trim().slice(0, 50));
      });
    expect(wrong).toEqual([]);
  });

  it("that are wrong are told of by the preview, with the built-in text in their place", () => {
    const templates = { title: "{{ title | nope }}", text: "fine" };
    const shown = preview({ type: "slack", locale: "zh-CN", event: "firing", templates });
    expect(shown.problems).toMatchObject([{ field: "title", message: expect.stringContaining("nope") }]);
    expect(shown.title).toContain("封禁");
    expect(shown.text).toBe("fine");
  });
});

describe("what is wrong with a template", () => {
  const check = (text: string) => checkTemplates({ title: null, text });

  it.each([
    ["{{ title", "not-closed", "{{ title", [1, 1], []],
    ["one\n  {% if count %}x", "not-closed", "{% if count %}", [2, 3], []],
    ["{% if count %}\n{% endfor %}", "misplaced-tag", "{% endfor %}", [2, 1], []],
    ["{% else %}", "misplaced-tag", "{% else %}", [1, 1], []],
    ["{% fro one in notices %}{% endfor %}", "unknown-tag", "fro", [1, 1], ["for"]],
    ["{{ title | upcas }}", "unknown-filter", "upcas", [1, 12], ["upcase"]],
    ["a\n{{ title | upcase\n | trunkate: 3 }}", "unknown-filter", "trunkate", [3, 4], ["truncate"]],
    ["{{ title }} {{ | upcase }}", "unreadable", "| upcase", [1, 16], []],
    ["{{ remainig }}", "unknown-name", "remainig", [1, 4], ["remaining"]],
    ["{% if heldcalls > 3 %}x{% endif %}", "unknown-name", "heldcalls", [1, 7], ["heldCalls"]],
    ["{{ links.reprt }}", "unknown-name", "links.reprt", [1, 4], ["links.report"]],
    ["{{ notices[0].cod }}", "unknown-name", "notices[0].cod", [1, 4], ["notices[0].code"]],
    ["{% for one in notices %}{{ one.hots }}{% endfor %}", "unknown-name", "one.hots", [1, 28], ["one.host"]],
  ] as const)("is found in %j: %s %s", (text, fault, what, [line, column], near) => {
    const [problem, ...others] = check(text);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ field: "text", fault, what, place: { line, column } });
    expect(problem?.near.slice(0, near.length)).toEqual(near);
    expect(problem?.message).toMatch(new RegExp(`^Line ${line}, column ${column}: `));
    expect(problem?.message).not.toMatch(/line:|col:|token|undefined/);
  });

  it.each([
    "{{ title }} {{ links.report }} {{ links['incident'] }} {{ notices.size }} {{ notices.first.code }}",
    "{% for one in notices %}{{ forloop.index }} {{ one.subject | default: code }}{% endfor %}",
    "{% assign mine = count | plus: 1 %}{{ mine }}{% if mine %}{% unless drill %}{{ advice }}{% endunless %}{% endif %}",
    "{% comment %}{{ nothing }}{% endcomment %}{% raw %}{{ nothing }}{% endraw %} 100 % } {",
  ])("is nothing in %j", (text) => {
    expect(check(text)).toEqual([]);
  });

  it("of one name is told once, and of many no more than a few", () => {
    expect(check("{{ foo }}{{ foo }}{% if foo %}{{ foo }}{% endif %}")).toHaveLength(1);
    expect(check(Array.from({ length: 200 }, (_, index) => `{{ foo${index} }}`).join("")).length).toBeLessThan(20);
  });

  it("in a name stands in the preview beside the message that comes of it", () => {
    const shown = preview({
      type: "slack",
      locale: "en",
      event: "firing",
      templates: { title: null, text: "x {{ titel }}" },
    });
    expect(shown.text).toBe("x");
    expect(shown.problems).toMatchObject([{ field: "text", fault: "unknown-name", near: ["title"] }]);
  });

  it.each(LOCALES)("has words in %s, whatever it is", (locale) => {
    const { problem } = messagesByLocale[locale].channels.template;
    expect(TEMPLATE_FAULTS.filter((fault) => typeof problem[fault] !== "string")).toEqual([]);
  });
});

describe("a hostile template", () => {
  const values = { title: "t", list: [1, 2, 3], deep: { own: "own" } };
  const render = (template: string) => renderTemplate(template, values);

  it.each([
    "{{ deep.constructor }}",
    "{{ deep.__proto__ }}",
    "{{ title.constructor.constructor }}",
    "{{ list.constructor.name }}",
    "{{ constructor }}{{ __proto__ }}{{ process }}{{ globalThis }}{{ require }}",
    "{{ deep['hasOwnProperty'] }}{{ toString }}",
    "{{ deep }}{{ notices }}",
  ])("reaches nothing of the process: %s", (template) => {
    expect(render(template)).toEqual({ kind: "text", text: "" });
  });

  it.each([
    "{% include '/etc/passwd' %}",
    "{% render '/etc/passwd' %}",
    "{% layout '/etc/passwd' %}",
    "{% capture x %}y{% endcapture %}",
    "{% tablerow i in (1..2) %}{% endtablerow %}",
    "{% liquid echo 1 %}",
    "{{ list | json }}",
    "{{ 'now' | date: '%10000000d' }}",
    "{{ title | replace: '', 'xxxxxxxx' }}",
  ])("has no such tag or filter: %s", (template) => {
    expect(render(template).kind).toBe("wrong");
  });

  it.each([
    ["a loop over a billion", "{% for i in (1..1000000000) %}x{% endfor %}"],
    [
      "loops in loops",
      "{% for a in (1..9999) %}{% for b in (1..9999) %}{% for c in (1..9999) %}{% endfor %}{% endfor %}{% endfor %}",
    ],
    ["doubling", `{% assign x = "xxxxxxxxxxxxxxxx" %}${"{% assign x = x | append: x %}".repeat(40)}{{ x }}`],
    ["writing without end", "{% for i in (1..40000) %}yyyyyyyyyyyyyyyyyyyyyyyyyyyyyy{% endfor %}"],
    ["a template that is too long", "x".repeat(5_000)],
    [
      "a number of a thousand digits",
      `{{ ${"9".repeat(1_000)} | times: ${"9".repeat(1_000)} | append: title | slice: 0, 99999999 }}{% for i in (1..99999) %}{{ i }}{% endfor %}`,
    ],
  ])("is stopped at once: %s", (_what, template) => {
    const startMs = performance.now();
    expect(render(template).kind).toBe("wrong");
    expect(performance.now() - startMs).toBeLessThan(2_000);
  });

  it("may write so much and no more, even where it is quick about it", () => {
    const repeated = (times: number) => `{% for i in (1..${times}) %}${"y".repeat(1_000)}{% endfor %}`;
    expect(render(repeated(20))).toMatchObject({ kind: "text" });
    expect(render(repeated(21))).toMatchObject({ kind: "wrong", fault: { fault: "too-much" } });
  });

  it("says in one short line what is wrong", () => {
    const rendered = render(`{{ title | ${"n".repeat(900)} }}`);
    if (rendered.kind !== "wrong") throw new Error("it was taken");
    expect(rendered.fault).toMatchObject({
      fault: "unknown-filter",
      what: expect.stringMatching(/^n{59}…$/),
      near: [],
    });
  });
});
