import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readNext, signInHref } from "@/lib/domain/next-path";

const ORIGIN = "https://banwatch.example.com";

describe("readNext", () => {
  it.each(["/", "/errors", "/errors?period=1h&code=ERROR_IP_BANNED", "/setup?account=a%2Fb", "/#balances"])(
    "follows a path of our own: %s",
    (next) => expect(readNext(next, ORIGIN)).toBe(next),
  );

  it.each([
    ["nothing", null],
    ["an empty text", ""],
    ["another site", "https://evil.example/"],
    ["our own address, written out", `${ORIGIN}/errors`],
    ["another site without a scheme", "//evil.example/"],
    ["another site behind a backslash", "/\\evil.example/"],
    ["another site behind two backslashes", "\\\\evil.example/"],
    ["another site behind a tab, which browsers drop", "/\t/evil.example/errors"],
    ["another site behind a line break, which browsers drop", "/\n/evil.example/errors"],
    ["another site behind a dot, which browsers resolve", "/.//evil.example/"],
    ["another site behind two dots", "/errors/..//evil.example/"],
    ["a script", "javascript:alert(1)"],
    ["a script behind spaces", "  javascript:alert(1)"],
    ["a path without its slash", "errors"],
    ["the sign-in page itself", "/sign-in?next=/sign-in"],
    ["a link of invitation", "/invitation"],
    ["the API, which answers nothing to look at", "/api/session/identity-provider"],
  ])("goes to the overview for %s", (_what, next) => {
    expect(readNext(next, ORIGIN)).toBe("/");
  });

  it("never leaves the origin, whatever stands in the address", () => {
    const piece = fc.constantFrom(
      "/",
      "\\",
      ".",
      "..",
      "\t",
      "\n",
      "@",
      ":",
      "evil.example",
      "https:",
      "?",
      "#",
      "%2f",
      "a",
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 12 }).map((pieces) => `/${pieces.join("")}`),
    );
    fc.assert(
      fc.property(text, (next) => {
        const path = readNext(next, ORIGIN);
        expect(path).toMatch(/^\/(?!\/)/);
        expect(new URL(path, ORIGIN).origin).toBe(ORIGIN);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("signInHref", () => {
  it("leads back to where the viewer was, query included", () => {
    const href = signInHref({ pathname: "/errors", search: "?code=A&period=1h" });
    expect(readNext(new URL(href, ORIGIN).searchParams.get("next"), ORIGIN)).toBe("/errors?code=A&period=1h");
  });

  it("says nothing about the overview, where everybody arrives anyway", () => {
    expect(signInHref({ pathname: "/", search: "" })).toBe("/sign-in");
  });
});
