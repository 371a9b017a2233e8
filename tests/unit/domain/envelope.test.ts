import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { DOCUMENTED_CODES, NO_CODE } from "@/lib/domain/catalogue";
import { codeForStorage, cutDescription, parseEnvelope } from "@/lib/domain/envelope";

const encode = (value: unknown) => new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
const parse = (value: unknown, httpStatus = 200) => parseEnvelope(httpStatus, encode(value));
const UNPAIRED = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

describe("parseEnvelope", () => {
  it.each(DOCUMENTED_CODES)("reads %s whatever the HTTP status", (code) => {
    for (const httpStatus of [200, 400, 401, 402, 403, 500, 503]) {
      expect(parse({ errorId: 1, errorCode: code, errorDescription: "text" }, httpStatus)).toEqual({
        kind: "error",
        code,
        description: "text",
        errorId: "1",
      });
    }
  });

  it.each([1, 21, -1, "1", "21", true, [], 1.5])("takes errorId %j for an error", (errorId) => {
    expect(parse({ errorId, errorCode: "E" })).toMatchObject({ kind: "error", code: "E" });
  });

  it.each([
    { errorId: 0, taskId: "a" },
    { errorId: "0", taskId: 7 },
    { errorId: 0, errorCode: null, errorDescription: null },
    { errorId: 0, errorCode: "", errorDescription: "" },
    { errorId: null, balance: 5 },
    { errorCode: "", balance: 5 },
    { errorCode: 0, balance: 5 },
    {},
  ])("takes %j for a success", (value) => {
    expect(parse(value)).toEqual({ kind: "success", value });
  });

  it("takes a reply with errorId 0 for a success even with an HTTP error status", () => {
    expect(parse({ errorId: 0, status: "processing" }, 503).kind).toBe("success");
  });

  it.each([undefined, null])("loses no code when errorId is %j", (errorId) => {
    expect(parse({ errorId, errorCode: "ERROR_X" })).toEqual({
      kind: "error",
      code: "ERROR_X",
      description: "",
      errorId: null,
    });
    expect(parse({ errorId, errorCode: 1001 })).toMatchObject({ kind: "error", code: "1001" });
  });

  it.each([undefined, null, "", true, {}, ["ERROR_X"]])("names an error whose code is %j itself", (errorCode) => {
    expect(parse({ errorId: 1, errorCode })).toMatchObject({ kind: "error", code: NO_CODE });
  });

  it("turns a number as code into its text", () => {
    expect(parse({ errorId: 1, errorCode: 21 })).toMatchObject({ code: "21" });
  });

  it("keeps any code exactly as it came", () => {
    const code = fc.oneof(
      fc.string({ minLength: 1, unit: "binary" }),
      fc.constantFrom(" E ", "__proto__", "\ud800", "错误"),
    );
    fc.assert(
      fc.property(code, fc.option(fc.integer({ min: 1 })), (errorCode, errorId) => {
        expect(parse({ errorId, errorCode })).toMatchObject({ kind: "error", code: errorCode });
      }),
    );
  });

  it.each([
    [{ errorDescription: "a", errorDesc: "b" }, "a"],
    [{ errorDesc: "b" }, "b"],
    [{ errorDescription: null, errorDesc: "b" }, "b"],
    [{ errorDescription: { field: "x" } }, '{"field":"x"}'],
    [{ errorDescription: 5 }, "5"],
    [{}, ""],
  ])("finds the description in %j", (fields, description) => {
    expect(parse({ errorId: 1, errorCode: "E", ...fields })).toMatchObject({ description });
  });

  it.each([
    ["", 200],
    ["  \n", 200],
    ["<html><body>502 Bad Gateway</body></html>", 502],
    ['{"errorId":1,"errorCode":"ERROR_', 200],
    ["[]", 200],
    ["null", 200],
    ['"ERROR_IP_BANNED"', 200],
    ["42", 200],
    ['{"message":"not found"}', 404],
    ['{"message":"moved"}', 302],
  ])("says that it cannot read %j with HTTP %i", (text, httpStatus) => {
    const envelope = parse(text, httpStatus);
    expect(envelope.kind).toBe("unreadable");
    expect(envelope.kind === "unreadable" && envelope.reason).toMatch(new RegExp(`^HTTP ${httpStatus}, .{3,30}$`));
  });

  it("says that it cannot read a nest of a million brackets", () => {
    expect(parse("[".repeat(1_000_000)).kind).toBe("unreadable");
  });

  it("accepts a byte order mark", () => {
    expect(parse('\uFEFF{"errorId":0,"balance":1}')).toEqual({ kind: "success", value: { errorId: 0, balance: 1 } });
  });

  it("reads on past bytes that are not UTF-8", () => {
    const body = encode({ errorId: 1, errorCode: "ERROR_X", errorDescription: "?" });
    body[body.lastIndexOf("?".charCodeAt(0))] = 0xff;
    expect(parseEnvelope(200, body)).toMatchObject({ code: "ERROR_X", description: "\uFFFD" });
  });

  it("keeps the code of an error whose description is nested too deep to print", () => {
    const nest = "[".repeat(200_000) + "]".repeat(200_000);
    const envelope = parse(`{"errorId":1,"errorCode":"ERROR_X","errorDescription":${nest}}`);
    expect(["error", "unreadable"]).toContain(envelope.kind);
    if (envelope.kind === "error") expect(envelope.code).toBe("ERROR_X");
  });

  it("never throws, for any bytes and any JSON", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.uint8Array(), fc.json().map(encode)),
        fc.integer({ min: 100, max: 599 }),
        (body, status) => {
          expect(["success", "error", "unreadable"]).toContain(parseEnvelope(status, body).kind);
        },
      ),
    );
  });

  it("reads an error with any members, of any types, without throwing", () => {
    const member = fc.jsonValue();
    fc.assert(
      fc.property(member, member, member, (errorId, errorCode, errorDescription) => {
        const envelope = parse({ errorId, errorCode, errorDescription });
        if (envelope.kind !== "error") return;
        expect(typeof envelope.code).toBe("string");
        expect(envelope.code).not.toBe("");
        expect(typeof envelope.description).toBe("string");
      }),
    );
  });

  it("reads an error of 1 MiB, and does not parse a byte more than that", () => {
    const room = 1024 * 1024 - encode({ errorId: 1, errorCode: "E", errorDescription: "" }).length;
    const errorOf = (chars: number) => ({ errorId: 1, errorCode: "E", errorDescription: "x".repeat(chars) });
    expect(parse(errorOf(room))).toMatchObject({ kind: "error", code: "E" });
    const jsonParse = vi.spyOn(JSON, "parse");
    expect(parse(errorOf(room + 1), 201)).toEqual({ kind: "success", value: {} });
    expect(parse(errorOf(room + 1), 502)).toEqual({ kind: "unreadable", reason: "HTTP 502, larger than 1 MiB" });
    expect(jsonParse).not.toHaveBeenCalled();
    jsonParse.mockRestore();
  });

  it("takes time in proportion to a description of 1 MB", () => {
    const body = encode({ errorId: 1, errorCode: "E", errorDescription: "\u0000封".repeat(110_000) });
    const startedMs = performance.now();
    const envelope = parseEnvelope(200, body);
    const description = envelope.kind === "error" ? cutDescription(envelope.description) : "";
    expect(performance.now() - startedMs).toBeLessThan(3000);
    expect(description).toBe("封".repeat(1000));
  });
});

describe("cutDescription", () => {
  it("leaves a short plain text alone, tabs and newlines included", () => {
    expect(cutDescription("Please check\tthe field:\n封禁 😀")).toBe("Please check\tthe field:\n封禁 😀");
  });

  it("never splits a surrogate pair", () => {
    expect(cutDescription("ab😀", 3)).toBe("ab");
    expect(cutDescription("ab😀", 4)).toBe("ab😀");
  });

  it("drops NUL and other control characters", () => {
    expect(cutDescription("a\u0000b\u001bc\u007fd\u009be\r\n")).toBe("abcde\n");
  });

  it("replaces unpaired surrogates", () => {
    expect(cutDescription("\ud800a\udc00")).toBe("\uFFFDa\uFFFD");
  });

  it("gives text that is well formed, within the limit and unchanged by a second cut", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), fc.integer({ min: 0, max: 40 }), (units, maxChars) => {
        const cut = cutDescription(String.fromCharCode(...units), maxChars);
        expect(cut.length).toBeLessThanOrEqual(maxChars);
        expect(cut).not.toMatch(UNPAIRED);
        expect(cutDescription(cut, maxChars)).toBe(cut);
        expect(new TextDecoder().decode(encode(cut || " "))).toBe(cut || " ");
      }),
    );
  });

  it("refuses a limit that is not a length", () => {
    expect(() => cutDescription("a", -1)).toThrow(RangeError);
    expect(() => cutDescription("a", Number.NaN)).toThrow(RangeError);
  });
});

describe("codeForStorage", () => {
  it("keeps every well-formed code of up to 200 characters as it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 100 }), (code) => {
        expect(codeForStorage(code)).toBe(code);
      }),
    );
    expect(codeForStorage("  error\u0000\n ")).toBe("  error\u0000\n ");
  });

  it("makes unpaired surrogates well formed", () => {
    expect(codeForStorage("E\ud800")).toBe("E\uFFFD");
    expect(codeForStorage("\udc00\ud800")).toBe("\uFFFD\uFFFD");
  });

  it("cuts at 200 characters and between characters", () => {
    expect(codeForStorage("x".repeat(500))).toBe("x".repeat(200));
    expect(codeForStorage(`${"x".repeat(199)}😀`)).toBe("x".repeat(199));
  });
});
