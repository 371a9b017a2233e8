import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";
import { describe, expect, it } from "vitest";

/** Attributes whose text a person reads or hears. */
const SPOKEN = new Set([
  "alt",
  "aria-label",
  "aria-description",
  "aria-roledescription",
  "aria-valuetext",
  "hint",
  "label",
  "placeholder",
  "title",
]);

/** Words that are the same in every language. */
const NAMES = new Set(["Banwatch"]);

const hasWords = (text: string) => /\p{L}/u.test(text.replace(/https?:\S+/g, "")) && !NAMES.has(text.trim());

/** Literal texts below a JSX expression: `{"Save"}`, `{busy ? "Saving" : t("save")}`. Arguments of calls are not texts. */
function* literalsIn(node: ts.Node): Generator<string> {
  if (ts.isStringLiteralLike(node)) yield node.text;
  else if (ts.isTemplateExpression(node))
    yield [node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join(" ");
  else if (ts.isConditionalExpression(node)) {
    yield* literalsIn(node.whenTrue);
    yield* literalsIn(node.whenFalse);
  } else if (ts.isBinaryExpression(node)) yield* literalsIn(node.right);
  else if (ts.isParenthesizedExpression(node)) yield* literalsIn(node.expression);
}

/** Texts of a component that no message file holds. */
function findLiteralTexts(path: string, source: string): string[] {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const note = (node: ts.Node, text: string) => {
    if (!hasWords(text)) return;
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    found.push(`${path}:${line + 1} ${JSON.stringify(text.trim())}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node)) note(node, node.text);
    if (ts.isJsxExpression(node) && node.expression && !ts.isJsxAttribute(node.parent)) {
      for (const text of literalsIn(node.expression)) note(node, text);
    }
    if (ts.isJsxAttribute(node) && node.initializer && SPOKEN.has(node.name.getText())) {
      const value = ts.isJsxExpression(node.initializer) ? node.initializer.expression : node.initializer;
      if (value) for (const text of literalsIn(value)) note(node, text);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

describe("text on the screen", () => {
  it("comes from the message files, in children and in attributes that are read out", () => {
    // The last resort when even the layout fails speaks one language, because nothing is loaded by then.
    const paths = ["app", "components"]
      .flatMap((folder) =>
        readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => `${folder}/${path}`),
      )
      .filter((path) => path.endsWith(".tsx") && path !== "app/global-error.tsx");
    expect(paths.length).toBeGreaterThan(50);
    expect(paths.flatMap((path) => findLiteralTexts(path, readFileSync(path, "utf8")))).toEqual([]);
  });

  it.each([
    ["<p>Hello</p>"],
    ['<p>{"Hello"}</p>'],
    ['<p>{busy ? "Saving" : t("save")}</p>'],
    ['<button aria-label="Close" />'],
    ["<input placeholder={`Name of `} />"],
    ['<Panel label={wide && "Errors"} />'],
  ])("is found when it is written into %s", (jsx) => {
    expect(findLiteralTexts("x.tsx", `const x = ${jsx};`)).toHaveLength(1);
  });

  it.each([['<p className="flex">{t("hello")}</p>'], ['<p aria-label={t("x", { code: "A" })}>{"·"} Banwatch</p>']])(
    "is not seen in %s",
    (jsx) => {
      expect(findLiteralTexts("x.tsx", `const x = ${jsx};`)).toEqual([]);
    },
  );
});
