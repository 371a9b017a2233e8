import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withAccountKey, withoutAccountKey } from "@/lib/server/proxy/exchange-key";
import { findClientKey } from "@/lib/server/proxy/find-client-key";
import type { ProviderReply } from "@/lib/server/proxy/provider-call";

const PROXY_KEY = "bw_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";

function exchange(body: string | Uint8Array, accountKey: string): string {
  const bytes = Buffer.from(body as string);
  const found = findClientKey(bytes);
  if (found.kind !== "found") throw new Error(found.kind);
  return Buffer.from(withAccountKey(bytes, found, accountKey)).toString("latin1");
}

const latin1 = (text: string) => Buffer.from(text).toString("latin1");

describe("putting the account's key into a body", () => {
  it.each([
    ["odd whitespace", '\r\n{ \t"clientKey"\n:\r "KEY" , "taskId" :1 }\n\n'],
    ["a byte order mark", '\ufeff{"clientKey":"KEY"}'],
    ["escapes", '{"clientKey":"KEY","a":"\\u00e9\\/\\"\\\\","\\u0062":1}'],
    ["numbers that no float holds", '{"n":12345678901234567890.10,"clientKey":"KEY","e":1E+2}'],
    ["the same name further in", '{"task":{"clientKey":"inner","x":[{"clientKey":"KEY"}]},"clientKey":"KEY"}'],
    ["text of several bytes a letter", '{"文":"验证码🙂","clientKey":"KEY","更多":"é"}'],
    ["a name in disguise", '{"client\\u004bey":"KEY","z":0}'],
  ])("changes not one other byte beside %s", (_name, template) => {
    const at = template.lastIndexOf('"KEY"');
    const body = `${template.slice(0, at)}"${PROXY_KEY}"${template.slice(at + 5)}`;
    const expected = `${template.slice(0, at)}"the-real-key"${template.slice(at + 5)}`;
    expect(exchange(body, "the-real-key")).toBe(latin1(expected));
  });

  it("escapes a key that needs it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (key) => {
        const body = withAccountKey(Buffer.from('{"clientKey":"x","n":1}'), { start: 13, end: 16 }, key);
        expect(JSON.parse(Buffer.from(body).toString())).toEqual({ clientKey: key, n: 1 });
      }),
    );
  });
});

describe("keeping the account's key out of a reply", () => {
  const reply = (body: string, headers: Record<string, string> = {}): ProviderReply => ({
    origin: "upstream",
    status: 200,
    headers,
    body: Buffer.from(body),
  });
  const textOf = ({ body }: ProviderReply) => Buffer.from(body).toString();

  it("hands the very reply on that does not hold it", () => {
    const untouched = reply('{"errorId":0,"text":"\\u9a8c\\/ 验 \\"}');
    expect(withoutAccountKey(untouched, "the-real-key", PROXY_KEY)).toBe(untouched);
  });

  it("puts the program's own key in its place, wherever it stands", () => {
    const before = reply('{"clientKey":"the-real-key","验":"key the-real-key, the-real-key!"}', {
      "content-type": "text/plain; key=the-real-key",
    });
    const after = withoutAccountKey(before, "the-real-key", PROXY_KEY);
    expect(textOf(after)).toBe(`{"clientKey":"${PROXY_KEY}","验":"key ${PROXY_KEY}, ${PROXY_KEY}!"}`);
    expect(after.headers).toEqual({ "content-type": `text/plain; key=${PROXY_KEY}` });
  });

  it.each([
    ["upper case", "THE-REAL/KEY"],
    ["percent-encoded", "the-real%2Fkey"],
    ["percent-encoded as a whole", "%74%68%65%2d%72%65%61%6C%2f%6b%65%79"],
    ["percent-encoded within JSON's escapes", "the\\u002dreal%2fke\\u0079"],
    ["escaped in upper case", "\\u0054he-real\\/key"],
  ])("finds it in %s", (_name, spelled) => {
    const after = withoutAccountKey(
      reply(`{"a":"x${spelled}x"}`, { "retry-after": spelled }),
      "the-real/key",
      PROXY_KEY,
    );
    expect(textOf(after)).toBe(`{"a":"x${PROXY_KEY}x"}`);
    expect(after.headers).toEqual({ "retry-after": PROXY_KEY });
  });

  it("finds it however a provider escapes it", () => {
    const key = fc.string({ unit: "grapheme", minLength: 8, maxLength: 40 });
    const choices = fc.infiniteStream(fc.integer({ min: 0, max: 3 }));
    fc.assert(
      fc.property(key, choices, (accountKey, choice) => {
        const spelled = Array.from({ length: accountKey.length }, (_, index) => {
          const unit = accountKey.charCodeAt(index);
          const hex = unit.toString(16).padStart(4, "0");
          const plain = JSON.stringify(accountKey[index]).slice(1, -1);
          const isHalf = unit >= 0xd800 && unit <= 0xdfff;
          if (isHalf || plain.startsWith("\\u")) return `\\u${hex}`;
          return [plain, `\\u${hex}`, `\\u${hex.toUpperCase()}`, accountKey[index] === "/" ? "\\/" : plain][
            choice.next().value ?? 0
          ];
        }).join("");
        const after = withoutAccountKey(reply(`{"key":"${spelled}"}`), accountKey, PROXY_KEY);
        expect(JSON.parse(textOf(after))).toEqual({ key: PROXY_KEY });
      }),
      { numRuns: 500 },
    );
  });
});
