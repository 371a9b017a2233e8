import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { findClientKey } from "@/lib/server/proxy/find-client-key";

const find = (text: string | Uint8Array) => findClientKey(typeof text === "string" ? Buffer.from(text) : text);

/** What the walk must say of a body that a parser reads, by what the parser reads. */
function expected(json: string) {
  const { clientKey } = JSON.parse(json) as Record<string, unknown>;
  return typeof clientKey === "string" && clientKey !== ""
    ? { kind: "found", key: clientKey }
    : { kind: "no-client-key" };
}

const space = fc.stringMatching(/^[ \t\r\n]{0,4}$/);

/** JSON as no printer writes it: odd whitespace, escapes where none are needed, numbers that no float holds. */
const wildString = fc
  .array(
    fc.oneof(
      fc.constantFrom('\\"', "\\\\", "\\/", "\\n", "\\u0041", "\\ud83d\\ude42", "{", "}", "[", ",", ":", "clientKey"),
      fc.string({ unit: "grapheme", maxLength: 40 }).map((text) => JSON.stringify(text).slice(1, -1)),
    ),
  )
  .map((parts) => `"${parts.join("")}"`);
const { value: wildJson } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom("1", "-0.50e+10", "12345678901234567890123", "true", "null", '"clientKey"'),
    wildString,
    fc.tuple(space, fc.array(tie("value"), { maxLength: 3 })).map(([gap, items]) => `[${gap}${items.join(`${gap},`)}]`),
    fc
      .array(fc.tuple(fc.oneof(wildString, fc.constant('"clientKey"')), space, tie("value")), { maxLength: 3 })
      .map((members) => `{${members.map(([name, gap, value]) => `${name}${gap}:${gap}${value}`).join(",")}}`),
  ),
}));
const nameOfAnother = wildString.filter((name) => {
  const plain = String(JSON.parse(name)).toLowerCase();
  return [...plain].filter((char) => char >= " " && char < "\x7f").join("") !== "clientkey";
});
const spelledName = fc
  .array(fc.boolean(), { minLength: 9, maxLength: 9 })
  .map((escaped) =>
    [..."clientKey"]
      .map((char, index) => (escaped[index] ? `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}` : char))
      .join(""),
  )
  .map((name) => `"${name}"`);

/** A body with the member at some place among others; `keys` is how often. */
const bodyWith = (keys: number) =>
  fc
    .tuple(
      fc.array(fc.tuple(nameOfAnother, wildJson), { maxLength: 4 }),
      fc.array(fc.tuple(spelledName, fc.oneof(wildString, wildJson), fc.nat(4)), { minLength: keys, maxLength: keys }),
      space,
    )
    .map(([others, own, gap]) => {
      const members = others.map(([name, value]) => `${name}${gap}:${value}`);
      for (const [name, value, place] of own) members.splice(place, 0, `${name}:${gap}${value}`);
      return `${gap}{${gap}${members.join(`${gap},${gap}`)}${gap}}${gap}`;
    });

describe("finding the key in a body", () => {
  it("finds in any JSON object what JSON.parse finds, and where it stands", () => {
    fc.assert(
      fc.property(bodyWith(1), (json) => {
        const found = find(json);
        expect(found).toMatchObject(expected(json));
        if (found.kind !== "found") return;
        const bytes = Buffer.from(json);
        const replaced = Buffer.concat([bytes.subarray(0, found.start), Buffer.from('"x"'), bytes.subarray(found.end)]);
        expect(JSON.parse(replaced.toString())).toEqual({ ...JSON.parse(json), clientKey: "x" });
      }),
      { numRuns: 1_000 },
    );
  });

  it("finds nothing in an object that has the member only further in", () => {
    fc.assert(
      fc.property(bodyWith(0), (json) => {
        expect(find(json)).toEqual({ kind: "no-client-key" });
      }),
    );
  });

  it("refuses a second one, however it is spelled", () => {
    fc.assert(
      fc.property(bodyWith(2), (json) => {
        expect(find(json)).toEqual({ kind: "client-key-twice" });
      }),
    );
  });

  it("never throws, whatever the bytes, and says nothing of what no parser reads as an object", () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      // Bodies with a few bytes changed are where a walk goes astray.
      fc
        .tuple(bodyWith(1), fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 3 }))
        .map(([json, changes]) => {
          const changed = Uint8Array.from(Buffer.from(json));
          for (const [at, byte] of changes) if (changed.length > 0) changed[at % changed.length] = byte;
          return changed;
        }),
    );
    fc.assert(
      fc.property(bytes, (body) => {
        const found = find(body);
        let value: unknown;
        try {
          value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
        } catch {
          return;
        }
        const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
        if (!isObject) expect(found).toEqual({ kind: "not-json" });
        else if (found.kind !== "client-key-twice") expect(found).toMatchObject(expected(JSON.stringify(value)));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ["a byte order mark", '\ufeff{"clientKey":"abc"}', { kind: "found", key: "abc", start: 16, end: 21 }],
    ["escapes in the key", '{"clientKey":"a\\u0062\\"c"}', { kind: "found", key: 'ab"c', start: 13, end: 25 }],
    ["a key of several bytes a letter", '{"clientKey":"钥匙"}', { kind: "found", key: "钥匙", start: 13, end: 21 }],
    ["an empty key", '{"clientKey":""}', { kind: "no-client-key" }],
    ["a key that is no string", '{"clientKey":["a"]}', { kind: "no-client-key" }],
    ["a key with a bare line break", '{"clientKey":"a\nb"}', { kind: "not-json" }],
    ["nothing", "", { kind: "not-json" }],
    ["a list", '[{"clientKey":"abc"}]', { kind: "not-json" }],
    ["more behind the object", '{"clientKey":"abc"}x', { kind: "not-json" }],
    ["a comma too many", '{"clientKey":"abc",}', { kind: "not-json" }],
    ["a cut string", '{"clientKey":"abc', { kind: "not-json" }],
    ["a cut escape", '{"clientKey":"abc\\', { kind: "not-json" }],
    ["no value", '{"clientKey":}', { kind: "not-json" }],
  ])("reads %s", (_name, text, finding) => {
    expect(find(text)).toEqual(finding);
  });

  it.each([
    ["other case", '"CLIENTKEY"'],
    ["other case as an escape", '"\\u0043lientkey"'],
    ["a NUL behind it", '"clientKey\\u0000"'],
    ["a line break in it", '"client\\nKey"'],
    ["a zero width space in it", '"client\u200bKey"'],
    ["half a surrogate pair", '"clientKey\\ud800"'],
    ["the sign for kelvin", '"client\u212aey"'],
    ["the sign for kelvin as an escape", '"client\\u212Aey"'],
    ["an i without a dot", '"cl\u0131entKey"'],
    ["an i with a dot", '"CL\u0130ENTKEY"'],
  ])("takes a name with %s for a second one, and not for the first", (_name, similar) => {
    expect(find(`{"clientKey":"abc",${similar}:"xyz"}`)).toEqual({ kind: "client-key-twice" });
    expect(find(`{${similar}:"xyz","clientKey":"abc"}`)).toEqual({ kind: "client-key-twice" });
    expect(find(`{${similar}:"xyz"}`)).toEqual({ kind: "no-client-key" });
  });

  it.each(['"clientKeys"', '"client_key"', '"clientKe"', '"lientKey"', '"client Key"', '"clientKey\\q"', '"\\u00"'])(
    "takes %s for another name",
    (name) => {
      expect(find(`{${name}:"xyz","clientKey":"abc"}`)).toMatchObject({ kind: "found", key: "abc" });
    },
  );

  it.each([
    [Buffer.from([0xff]), "a byte of no character"],
    [Buffer.from([0xc0, 0xaf]), "an overlong character"],
    [Buffer.from([0xed, 0xa0, 0x80]), "half a surrogate pair"],
  ])("refuses %s in a body, which parsers read in several ways", (bytes) => {
    const body = Buffer.concat([Buffer.from('{"a":"'), bytes, Buffer.from('","clientKey":"abc"}')]);
    expect(find(body)).toEqual({ kind: "not-json" });
  });

  const members = (count: number) => Array.from({ length: count }, (_, index) => `"m${index}":1,`).join("");
  it.each([
    ["1,000 members", `{${members(999)}"clientKey":"abc"}`, "found"],
    ["1,001 members", `{${members(1_000)}"clientKey":"abc"}`, "not-json"],
    ["100 levels", `{"a":${"[".repeat(99)}${"]".repeat(99)},"clientKey":"abc"}`, "found"],
    ["101 levels", `{"a":${"[".repeat(100)}${"]".repeat(100)},"clientKey":"abc"}`, "not-json"],
    ["100,000 separators", `{"a":[${"1,".repeat(99_999)}{"b":1}],"clientKey":"abc"}`, "found"],
    ["100,001 in two values", `{"a":[${"1,".repeat(99_999)}1],"b":[1,{"c":1}],"clientKey":"abc"}`, "not-json"],
    ["100,001 within a text", `{"a":["${"1,".repeat(100_001)}"],"clientKey":"abc"}`, "found"],
  ])("takes %s for what it is", (_name, text, kind) => {
    expect(find(text).kind).toBe(kind);
  });

  it("parses the key and nothing else, whatever stands before it", () => {
    const parse = vi.spyOn(JSON, "parse");
    try {
      const names = ['"\\qaaaaaaaa":1,', '"client\\u004zey":1,', '"\\u0063lientKeys":1,', '"clientKe":1,'];
      expect(find(`{${names.map((name) => name.repeat(249)).join("")}"clientKey":"abc"}`).kind).toBe("found");
      expect(parse.mock.calls).toEqual([['"abc"']]);
      parse.mockClear();
      expect(find(Buffer.alloc(10 * 1024 * 1024, `{${'"\\qaaaaaaaa":1,'.repeat(1_000)}`))).toEqual({
        kind: "not-json",
      });
      expect(parse).not.toHaveBeenCalled();
    } finally {
      parse.mockRestore();
    }
  });

  // Anything worse than linear would take minutes for these, and time out.
  it.each([
    ["opening brackets", Buffer.alloc(10 * 1024 * 1024, '{"a":')],
    ["nested lists", Buffer.alloc(10 * 1024 * 1024, "[")],
    ["backslashes", Buffer.alloc(10 * 1024 * 1024, "\\")],
    ["escaped quotes", Buffer.alloc(10 * 1024 * 1024, '\\"')],
    ["empty strings", Buffer.alloc(10 * 1024 * 1024, '"",')],
    ["quotes behind runs of backslashes", Buffer.alloc(10 * 1024 * 1024, `${"\\".repeat(999)}"`)],
  ])("walks 10 MiB of %s to the end", (_name, filling) => {
    expect(find(Buffer.concat([Buffer.from('{"clientKey":"abc","task":"'), filling]))).toEqual({ kind: "not-json" });
    expect(find(Buffer.concat([Buffer.from('{"clientKey":"abc","task":['), filling]))).toEqual({ kind: "not-json" });
  });
});
