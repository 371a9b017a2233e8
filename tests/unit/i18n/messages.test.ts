import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";
import { describe, expect, it } from "vitest";
import { LOCALES } from "@/lib/domain/locales";
import { messagesByLocale } from "@/lib/i18n/messages";

const FOLDER = fileURLToPath(new URL("../../../lib/i18n/messages/", import.meta.url));
const ENGLISH = flatten(messagesByLocale.en);

describe.each(LOCALES)("messages in %s", (locale) => {
  const messages = flatten(messagesByLocale[locale]);

  it("has exactly the keys that English has", () => {
    expect([...messages.keys()].sort()).toEqual([...ENGLISH.keys()].sort());
  });

  it("loads every file of its folder", () => {
    const files = readdirSync(`${FOLDER}${locale}`).map((file) => file.replace(/\.json$/, ""));
    expect(Object.keys(messagesByLocale[locale]).sort()).toEqual(files.sort());
    for (const [namespace, loaded] of Object.entries(messagesByLocale[locale])) {
      expect(loaded).toEqual(JSON.parse(readFileSync(`${FOLDER}${locale}/${namespace}.json`, "utf8")));
    }
  });

  it("has a text at every key, and only texts", () => {
    const empty = [...messages].filter(([, text]) => typeof text !== "string" || text.trim() === "");
    expect(empty).toEqual([]);
  });

  it("is valid ICU and takes the arguments and tags that English takes", () => {
    for (const [key, text] of messages) {
      const expected = ENGLISH.get(key);
      if (typeof text !== "string" || typeof expected !== "string") continue;
      expect({ key, takes: slots(text) }).toEqual({ key, takes: slots(expected) });
    }
  });
});

describe("one name for one thing", () => {
  it("is what the second factor has in Chinese", () => {
    const otherNames = [...flatten(messagesByLocale["zh-CN"])].filter(([, text]) =>
      /两步|二步|双因素|双因子/.test(String(text)),
    );
    expect(otherNames).toEqual([]);
  });

  it.each(LOCALES)("is how a proxy key's label is called in %s", (locale) => {
    const { keys, audit } = messagesByLocale[locale].settings;
    expect(audit.field.label).toBe(keys.dialog.label);
  });
});

/** The leaves of nested messages by their dotted keys. */
function flatten(node: unknown, path = "", into = new Map<string, unknown>()): Map<string, unknown> {
  if (typeof node !== "object" || node === null) return into.set(path, node);
  for (const [key, child] of Object.entries(node)) flatten(child, path ? `${path}.${key}` : key, into);
  return into;
}

/** Names of arguments and tags, each with its kind; plural and date formats are each language's own affair. */
function slots(text: string): string[] {
  const found = new Set<string>();
  collect(parse(text), found);
  return [...found].sort();
}

function collect(elements: readonly MessageFormatElement[], found: Set<string>): void {
  for (const element of elements) {
    if (element.type === TYPE.literal || element.type === TYPE.pound) continue;
    if (element.type === TYPE.tag) {
      found.add(`<${element.value}>`);
      collect(element.children, found);
      continue;
    }
    found.add(`{${element.value}}`);
    if (element.type === TYPE.plural || element.type === TYPE.select) {
      for (const option of Object.values(element.options)) collect(option.value, found);
    }
  }
}
