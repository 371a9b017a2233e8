import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readBanSeconds } from "@/lib/domain/ban-length";

const ENGLISH_UNITS = [
  ["seconds", 1],
  ["sec", 1],
  ["s", 1],
  ["minutes", 60],
  ["min", 60],
  ["m", 60],
  ["hours", 3600],
  ["h", 3600],
  ["days", 86_400],
] as const;
const CHINESE_UNITS = [
  ["秒", 1],
  ["秒钟", 1],
  ["分钟", 60],
  ["小时", 3600],
  ["个小时", 3600],
  ["天", 86_400],
] as const;

describe("readBanSeconds", () => {
  it.each([
    ["Your IP has been blocked for 10 minutes", 600],
    ["blocked 10min", 600],
    ["blocked 10 m", 600],
    ["Banned for an hour.", 3600],
    ["banned for half an hour", 1800],
    ["banned for an hour and a half", 5400],
    ["banned for two and a half hours", 9000],
    ["wait 60s", 60],
    ["Blocked for 1 hour 30 minutes", 5400],
    ["Blocked for 1 hour and 30 minutes", 5400],
    ["Blocked for 1.5 hours", 5400],
    ["Blocked for 0.07 hours", 252],
    ["Blocked for 1,800 seconds", 1800],
    ["Blocked for thirty minutes", 1800],
    ["a 10-minute ban", 600],
    ["banned 2 days", 172_800],
    ["blocked for ten (10) minutes", 600],
    ["Blocked for 1.2 s", 2],
    ["BLOCKED FOR １０ MINUTES", 600],
  ])("reads English: %s", (text, seconds) => {
    expect(readBanSeconds(text)).toBe(seconds);
  });

  it.each([
    ["您的IP已被封禁10分钟", 600],
    ["您的IP已被封禁１０分钟", 600],
    ["IP被封禁十分钟", 600],
    ["封禁半小时", 1800],
    ["客服30秒应答，IP被屏蔽10分钟", 600],
    ["封禁半个小时", 1800],
    ["封禁1小时", 3600],
    ["请等待30秒", 30],
    ["封禁两小时", 7200],
    ["封禁一个小时", 3600],
    ["封禁一个半小时", 5400],
    ["封禁1小时30分", 5400],
    ["封禁1小时30分钟", 5400],
    ["封禁二十五分钟", 1500],
    ["封禁一百二十秒", 120],
    ["请10分钟后重试", 600],
    ["10分钟内禁止访问", 600],
  ])("reads Chinese: %s", (text, seconds) => {
    expect(readBanSeconds(text)).toBe(seconds);
  });

  it.each([
    ["blocked for 10-30 minutes", 1800],
    ["blocked for 30-10 minutes", 1800],
    ["blocked for 10 to 30 minutes", 1800],
    ["blocked for between 10 and 30 minutes", 1800],
    ["blocked for 10 or 30 minutes", 1800],
    ["blocked for 10 minutes to 1 hour", 3600],
    ["封禁10~30分钟", 1800],
    ["封禁10到30分钟", 1800],
    ["封禁十至三十分钟", 1800],
  ])("takes the longer end of a range: %s", (text, seconds) => {
    expect(readBanSeconds(text)).toBe(seconds);
  });

  it.each([
    ["more than 1000 errors in 1 minute, blocked for 30 minutes", 1800],
    ["more than 1000 errors in 1 minute and blocked for 30 minutes", 1800],
    ["Blocked for 30 minutes because of 1000 errors in a minute", 1800],
    ["Blocked: 1000 errors within 60 seconds. Try again in 10 minutes", 600],
    ["1000 errors per 1 minute, your IP is banned 30 min", 1800],
    ["Limit of 300 errors a minute exceeded; banned for an hour", 3600],
    ["1分钟内错误超过1000次，封禁30分钟", 1800],
    ["1分钟错误1000次封禁30分钟", 1800],
    ["每1分钟1000次错误，封禁30分钟", 1800],
    ["in the last 5 minutes you made 900 errors: IP blocked for 10 minutes", 600],
  ])("does not take a rate for the ban: %s", (text, seconds) => {
    expect(readBanSeconds(text)).toBe(seconds);
  });

  it.each([
    "1000 errors in a minute",
    "Too many errors: 1000 errors in 1 minute",
    "more than 300 requests per 60 seconds",
    "300 errors a minute",
    "Too many requests for 1 minute",
    "1分钟内错误超过1000次",
    "Your key was banned 3 days ago",
    "Your client key has been banned, support answers within 24 hours",
    "请联系24小时客服",
  ])("finds no ban where only a rate, the past or an office hour is named: %s", (text) => {
    expect(readBanSeconds(text)).toBeNull();
  });

  it.each([
    ["Blocked for 10 minutes. Do it again and you are blocked for 24 hours", 600],
    ["Wait 5 seconds between calls: your IP is blocked for 10 minutes", 600],
    ["Requests timed out after 30 s, IP banned 10 minutes", 600],
    ["blocked a second time for 10 minutes", 600],
    ["Unblocked within 10 minutes", 600],
    ["Your IP is blocked, try again in 251 seconds", 251],
    ["Remaining time 90 s", 90],
    ["十分抱歉，封禁5分钟", 300],
  ])("prefers what is said of the ban itself: %s", (text, seconds) => {
    expect(readBanSeconds(text)).toBe(seconds);
  });

  it.each([
    "",
    "Your client key has been banned",
    "blocked for a few minutes",
    "封禁几分钟",
    "blocked for 0 minutes",
    "blocked for 31 days",
    "blocked for 99999999 hours",
    "body larger than 10 MB",
    "timeout 500ms",
    "十分抱歉",
  ])("says null rather than guess: %s", (text) => {
    expect(readBanSeconds(text)).toBeNull();
  });

  it("reads the first 2000 characters and no more", () => {
    expect(readBanSeconds("x".repeat(1970).concat(" blocked for 10 minutes"))).toBe(600);
    expect(readBanSeconds("x".repeat(2000).concat(" blocked for 10 minutes"))).toBeNull();
  });

  it("reads back any length it could have been told in English", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.constantFrom(...ENGLISH_UNITS),
        fc.constantFrom(
          "Your IP has been blocked for #",
          "Banned #.",
          "Please retry after #",
          "Too many errors, wait #!",
        ),
        fc.constantFrom("", " ", "-"),
        (amount, [unit, seconds], frame, gap) => {
          expect(readBanSeconds(frame.replace("#", `${amount}${gap}${unit}`))).toBe(amount * seconds);
        },
      ),
    );
  });

  it("reads back any length it could have been told in Chinese", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 30 }),
        fc.constantFrom(...CHINESE_UNITS),
        fc.constantFrom(
          "您的IP已被封禁#",
          "IP被禁止访问#，请稍后",
          "错误过多，请#后重试",
          "1分钟内错误超过1000次，封禁#",
        ),
        fc.boolean(),
        (amount, [unit, seconds], frame, fullWidth) => {
          const digits = fullWidth
            ? String(amount).replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
            : String(amount);
          expect(readBanSeconds(frame.replace("#", digits + unit))).toBe(amount * seconds);
        },
      ),
    );
  });

  it("gives a whole number of seconds within 30 days, or null, for any text", () => {
    const piece = fc.constantFrom(
      "10",
      "1.5",
      "-",
      " ",
      "minutes",
      "h",
      "分钟",
      "半",
      "in",
      "for",
      "blocked",
      "errors",
      ",",
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.array(piece).map((pieces) => pieces.join("")),
        ),
        (text) => {
          const seconds = readBanSeconds(text);
          expect(seconds === null || (Number.isInteger(seconds) && seconds > 0 && seconds <= 30 * 86_400)).toBe(true);
        },
      ),
    );
  });

  it.each(["1", "1 ", "1s", "1m ", "10-", "半", "一", " and a half", "an ", "1,", "ﷺ", "1 minute "])(
    "is quick on a hostile text made of %j",
    (piece) => {
      const startedMs = performance.now();
      readBanSeconds(piece.repeat(1_000_000));
      // About 5 ms when bounded; a pattern that backtracks on 2000 characters takes minutes.
      expect(performance.now() - startedMs).toBeLessThan(1000);
    },
  );
});
