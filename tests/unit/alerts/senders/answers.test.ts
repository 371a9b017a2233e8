import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toKeptAnswer } from "@/lib/server/alerts/senders/deliver";
import { byteLength, fitText } from "@/lib/server/alerts/senders/fit-text";
import { describeFault } from "@/lib/server/alerts/senders/network-fault";
import { createRedact } from "@/lib/server/alerts/senders/redact";
import { type HttpService, judgeReply } from "@/lib/server/alerts/senders/reply-verdict";
import { readRetryAfterMs } from "@/lib/server/alerts/senders/retry-after";

const NOW_MS = Date.UTC(2026, 6, 1, 12, 0, 0);

describe("a time to wait", () => {
  it.each([
    [{ "retry-after": "30" }, null, 30_000],
    [{ "retry-after": "0.5" }, null, 500],
    [{ "retry-after": "Wed, 01 Jul 2026 12:01:30 GMT" }, null, 90_000],
    [{ "retry-after": "Wed, 01 Jul 2026 11:00:00 GMT" }, null, 0],
    [{}, { retry_after: 1.337 }, 1_337],
    [{}, { ok: false, parameters: { retry_after: 35 } }, 35_000],
    [{ "retry-after": "64993", "x-ratelimit-reset-after": "64.993" }, { retry_after: 64_993 }, 64_993],
    [{ "retry-after": "99999999999" }, null, 86_400_000],
    [{ "retry-after": "-5" }, null, null],
    [{ "retry-after": "soon" }, null, null],
    [{ "retry-after": "2026" }, "text", 2_026_000],
    [{}, { retry_after: "x", parameters: null }, null],
    [{}, null, null],
  ])("%j with %j", (headers, json, expected) => {
    expect(readRetryAfterMs(headers as unknown as Record<string, string>, json, NOW_MS)).toBe(expected);
  });
});

const judge = (service: HttpService, status: number, text = "") => {
  let json: unknown = null;
  try {
    json = JSON.parse(text);
  } catch {
    // Not JSON.
  }
  return judgeReply(service, { status, text, json }).verdict;
};

describe("a status", () => {
  it.each([
    [200, "delivered"],
    [204, "delivered"],
    [302, "gone"],
    [307, "gone"],
    [400, "refused"],
    [401, "gone"],
    [403, "gone"],
    [404, "gone"],
    [408, "failed"],
    [410, "gone"],
    [413, "refused"],
    [418, "refused"],
    [422, "refused"],
    [425, "failed"],
    [429, "failed"],
    [500, "failed"],
    [503, "failed"],
    [599, "failed"],
    [700, "failed"],
  ] as const)("%i means %s", (status, verdict) => {
    expect(judge("webhook", status)).toBe(verdict);
  });

  it.each([
    ["slack", 400, "invalid_blocks", "refused"],
    ["slack", 400, "no_team", "gone"],
    ["slack", 403, "action_prohibited", "gone"],
    ["slack", 404, "no_service", "gone"],
    ["slack", 410, "channel_is_archived", "gone"],
    ["slack", 500, "rollup_error", "failed"],
    ["slack", 200, "<!DOCTYPE html><html>Sign in</html>", "failed"],
    ["slack", 404, "<html><body>gateway</body></html>", "failed"],
    ["slack", 302, "<html><body>Found</body></html>", "gone"],
    ["mattermost", 400, '{"id":"web.incoming_webhook.invalid.app_error"}', "gone"],
    ["mattermost", 400, '{"id":"web.incoming_webhook.parse.app_error"}', "refused"],
    ["discord", 404, '{"message":"Unknown Webhook","code":10015}', "gone"],
    ["discord", 400, '{"message":"Invalid Form Body","code":50035}', "refused"],
    ["discord", 403, "<!doctype html>error code: 1015", "failed"],
    ["teams", 202, "", "delivered"],
    ["teams", 400, '{"error":{"code":"WorkflowTriggerIsNotEnabled"}}', "gone"],
    ["teams", 400, '{"error":{"code":"TriggerInputSchemaMismatch"}}', "refused"],
    ["teams", 200, "Webhook message delivery failed with error: … returned HTTP error 429 with …", "failed"],
    ["teams", 200, "Webhook message delivery failed with error: … returned HTTP error 413 with …", "refused"],
    ["telegram", 200, '{"ok":true,"result":{}}', "delivered"],
    ["telegram", 200, "hello", "failed"],
    ["telegram", 400, '{"ok":false,"description":"Bad Request: chat not found"}', "gone"],
    ["telegram", 400, '{"ok":false,"description":"Bad Request: message is too long"}', "refused"],
    ["telegram", 403, '{"ok":false,"description":"Forbidden: bot was blocked by the user"}', "gone"],
    ["ntfy", 200, '{"id":"x"}', "delivered"],
    ["ntfy", 200, "{}", "failed"],
    ["ntfy", 400, '{"code":40009}', "gone"],
    ["pagerduty", 202, '{"status":"success"}', "delivered"],
    ["pagerduty", 400, '{"status":"invalid event","errors":["\'summary\' is missing"]}', "refused"],
    ["pagerduty", 400, '{"status":"invalid event","errors":["\'routing_key\' is invalid"]}', "gone"],
    ["push", 401, "", "refused"],
    ["push", 302, "", "refused"],
    ["push", 410, "", "gone"],
  ] as const)("of %s %i with %j means %s", (service, status, text, verdict) => {
    expect(judge(service, status, text)).toBe(verdict);
  });

  it("never fails, whatever the answer is", () => {
    const services = ["slack", "mattermost", "discord", "teams", "telegram", "ntfy", "pagerduty", "webhook"] as const;
    fc.assert(
      fc.property(
        fc.constantFrom(...services),
        fc.integer({ min: 0, max: 1_000 }),
        fc.json(),
        (service, status, text) => {
          expect(["delivered", "failed", "refused", "gone"]).toContain(judge(service, status, text));
        },
      ),
    );
  });
});

describe("secrets", () => {
  const url =
    "https://user:pa55%20word@hooks.example.org/services/T0AAAAAAA/B0BBBBBBB/cccccccccccccccccccccc?sig=Sig%2FSecret0123";
  const redact = createRedact([url, "s3cret/with+signs"]);

  it.each([
    `no such hook ${url}`,
    "cannot POST /services/T0AAAAAAA/B0BBBBBBB/cccccccccccccccccccccc?sig=Sig%2FSecret0123",
    "token cccccccccccccccccccccc is unknown",
    "signature Sig/Secret0123 is wrong",
    "user pa55 word",
    `echo ${encodeURIComponent("s3cret/with+signs")}`,
    `base64 ${Buffer.from("s3cret/with+signs").toString("base64")}`,
    JSON.stringify({ key: "s3cret/with+signs" }),
  ])("are hidden in %j", (answer) => {
    const shown = redact(answer);
    expect(shown).toContain("•••");
    for (const secret of ["cccccccc", "T0AAAAAAA", "Secret0123", "pa55", "s3cret"]) expect(shown).not.toContain(secret);
    expect(shown).not.toContain(Buffer.from("s3cret/with+signs").toString("base64"));
  });

  const base64 = (text: string) => Buffer.from(text).toString("base64");
  const LOGIN = { user: "ops@example.org", password: "Very-Secret & 1" };

  it.each([
    base64(`\0${LOGIN.user}\0${LOGIN.password}`),
    base64(`${LOGIN.user}:${LOGIN.password}`),
    base64(LOGIN.user),
    base64(LOGIN.password),
    base64(LOGIN.password).replace(/=+$/, ""),
    encodeURIComponent(LOGIN.password),
    "Very-Secret+%26+1",
    "Very-Secret &amp; 1",
    LOGIN.password,
  ])("of a login are hidden as %s", (text) => {
    expect(createRedact([], { login: LOGIN })(`unknown "${text}" here`)).toBe('unknown "•••" here');
  });

  it.each(["https://h%6fok:p%40ss%2Fword@ntfy.example.org", "https://hook:p@ss%2fword@ntfy.example.org/sub"])(
    "in an address that is none itself are hidden in every spelling: %s",
    (address) => {
      const userinfo = address.slice("https://".length, address.lastIndexOf("@"));
      const typed = userinfo.split(":");
      const texts = [...typed, "hook", "p@ss/word", "p%40ss%2Fword", "p%40ss%2fword", "hook:p@ss/word", userinfo];
      for (const text of [...texts, base64("hook:p@ss/word"), base64("p@ss/word"), base64("hook")]) {
        expect(createRedact([], { address })(`no <${text}>`)).toMatch(/^no <[•:]+>$/);
      }
      expect(createRedact([], { address })("at ntfy.example.org/sub")).toBe("at ntfy.example.org/sub");
    },
  );

  it.each([
    ['500 unrecognized: "AUTH PLAIN AGFiYwBkZWY="', '500 unrecognized: "AUTH •••'],
    ["authorization: Basic YWJjOmRlZg== and more", "authorization: Basic ••• and more"],
    ["authorization: Bearer tk_other and more", "authorization: Bearer ••• and more"],
  ])("are hidden where a credential stands, whoever's it is: %s", (answer, shown) => {
    expect(createRedact([])(answer)).toBe(shown);
  });

  it("are hidden wherever they stand", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4, maxLength: 40 }), fc.string(), fc.string(), (secret, before, after) => {
        expect(createRedact([secret])(`${before}${secret}${after}`).replaceAll("•••", "\n")).not.toContain(secret);
      }),
    );
  });

  it("leave nothing of themselves where an answer is cut, nor where one is part of another", () => {
    const secret = "s3cret/with+signs";
    expect(toKeptAnswer(`${"x".repeat(495)}${secret}`, createRedact([secret]))).toBe(`${"x".repeat(495)}•••`);
    expect(createRedact(["abcd", "abcdefgh"])("abcdefgh")).toBe("•••");
  });

  it("leave the rest of an answer to be read", () => {
    expect(redact("invalid_payload at hooks.example.org")).toBe("invalid_payload at hooks.example.org");
    expect(createRedact([undefined, ""])("as it is")).toBe("as it is");
  });
});

describe("a text that is cut", () => {
  it("ends where a character ends", () => {
    expect(fitText("ab👩‍👩‍👧‍👦cd", 12)).toBe("ab…");
    expect(fitText("ab👩‍👩‍👧‍👦cd", 15)).toBe("ab👩‍👩‍👧‍👦cd");
    expect(fitText("封禁中", 2)).toBe("封…");
    expect(fitText("e\u0301e\u0301", 3)).toBe("e\u0301…");
  });

  it("never tears an escape", () => {
    const toEntities = (text: string) => text.replaceAll("&", "&amp;");
    expect(fitText("&&&&", 12, toEntities)).toBe("&amp;&amp;…");
  });

  it("is as long as it may be and no longer, however that is counted", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), fc.integer({ min: 3, max: 100 }), (text, max) => {
        const cut = fitText(text, max, undefined, byteLength);
        expect(byteLength(cut)).toBeLessThanOrEqual(max);
        if (byteLength(text) <= max) expect(cut).toBe(text);
        else expect(text.startsWith(cut.slice(0, -1)) && cut.endsWith("…")).toBe(true);
      }),
    );
  });
});

describe("a fault of the network", () => {
  it("is told by its kind, never by the system's words", () => {
    const fault = Object.assign(new Error("connect ECONNREFUSED 10.0.0.1:443 secret"), { code: "ECONNREFUSED" });
    expect(describeFault(fault)).toBe("Nothing takes connections there: check host and port (ECONNREFUSED).");
    expect(describeFault(new Error("fetch failed", { cause: fault }))).toContain("ECONNREFUSED");
    expect(describeFault(new Error("secret"))).toBe("The connection failed.");
    expect(describeFault(null)).toBe("The connection failed.");
  });
});
