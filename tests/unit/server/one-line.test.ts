import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toLogLines, toOneLine } from "@/lib/server/one-line";

describe("a line of the log", () => {
  it("cannot be broken or coloured by what is put into it", () => {
    expect(toOneLine("a\nb\r\u001b[31m\u2028c\td")).toBe("a\\u000ab\\u000d\\u001b[31m\\u2028c\td");
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(toOneLine(text)).not.toMatch(/[\r\n\u2028\u2029\u0085]/);
      }),
    );
  });

  it("of a stack never begins as one of Banwatch's own", () => {
    const lines = toLogLines("Error: x\nbanwatch: Ready on http://evil.example\n    at y").split("\n");
    expect(lines.slice(1).every((line) => line.startsWith("    "))).toBe(true);
  });
});
