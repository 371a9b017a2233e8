import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readUserAgent } from "@/lib/client/session/user-agent";

const WINDOWS =
  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
const IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";

describe("readUserAgent", () => {
  it.each([
    ["Chrome", "Windows", WINDOWS],
    ["Edge", "Windows", `${WINDOWS} Edg/140.0.0.0`],
    ["Opera", "Windows", `${WINDOWS} OPR/122.0.0.0`],
    ["Firefox", "Linux", "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"],
    [
      "Safari",
      "macOS",
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15",
    ],
    ["Safari", "iOS", `${IPHONE} Version/18.6 Mobile/15E148 Safari/604.1`],
    ["Chrome", "iOS", `${IPHONE} CriOS/140.0.7339.39 Mobile/15E148 Safari/604.1`],
    ["Firefox", "iOS", `${IPHONE} FxiOS/143.0 Mobile/15E148 Safari/605.1.15`],
    [
      "Chrome",
      "Android",
      "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
    ],
    [
      "Samsung Internet",
      "Android",
      "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
    ],
    [
      "Chrome",
      "ChromeOS",
      "Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
    ],
  ])("knows %s on %s", (browser, system, userAgent) => {
    expect(readUserAgent(userAgent)).toEqual({ browser, system });
  });

  it.each([null, "", "curl/8.14.1", "\u0000", "Safari"])("does not guess at %j", (userAgent) => {
    expect(readUserAgent(userAgent)).toEqual({ browser: null, system: null });
  });

  it("reads any text without failing, however long", () => {
    fc.assert(fc.property(fc.string({ maxLength: 5_000 }), (text) => void readUserAgent(text)));
    expect(readUserAgent("Version/1 ".repeat(10_000))).toEqual({ browser: null, system: null });
  });
});
