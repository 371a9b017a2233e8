const MAX_TEXT_CHARS = 2000;
const MAX_BAN_SECONDS = 30 * 86_400;
/** How far before and after a duration the words that give it its sense are looked for. */
const CONTEXT_CHARS = 80;

interface Duration {
  readonly seconds: number;
  readonly unitSeconds: number;
  readonly start: number;
  readonly end: number;
}

const ENGLISH_NUMBERS: ReadonlyMap<string, number> = new Map([
  ["a", 1],
  ["an", 1],
  ["one", 1],
  ["two", 2],
  ["three", 3],
  ["four", 4],
  ["five", 5],
  ["six", 6],
  ["seven", 7],
  ["eight", 8],
  ["nine", 9],
  ["ten", 10],
  ["twelve", 12],
  ["fifteen", 15],
  ["twenty", 20],
  ["twenty-four", 24],
  ["thirty", 30],
  ["forty", 40],
  ["forty-five", 45],
  ["forty-eight", 48],
  ["fifty", 50],
  ["sixty", 60],
  ["ninety", 90],
  ["half", 0.5],
  ["half a", 0.5],
  ["half an", 0.5],
  ["quarter of an", 0.25],
]);
const CHINESE_DIGITS = "零一二三四五六七八九";

// Every repetition below has an upper bound, so a hostile text costs no more than a friendly one.
const DIGITS = "\\d{1,9}(?:[.,]\\d{1,6})?";
const UNIT = "(?:seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d)(?![a-z])";
// The longest first, for the first alternative that fits is taken.
const ENGLISH_NUMERAL = [...ENGLISH_NUMBERS.keys()].sort((a, b) => b.length - a.length).join("|");
const CHINESE_NUMERAL = "(?:[零〇一二两兩三四五六七八九十百]{1,7}[个個]?半?|半[个個]?)";
const CHINESE_UNIT = "秒钟?|秒鐘|分钟|分鐘|小时|小時|钟头|鐘頭|天";
const DURATION = new RegExp(
  [
    `(?<![a-z0-9_]|\\d[.,])(?:(?<from>${DIGITS})(?:[-–—~]|\\s?(?:to|or|到|至|或)\\s?))?(?<digits>${DIGITS})`,
    `(?:[\\s)-]{0,3}(?<digitsUnit>${UNIT})(?<half1> and a half)?`,
    `|\\s{0,3}[个個]?(?<half2>半)?(?<mixedUnit>${CHINESE_UNIT}|分(?![之类数]))(?<half3>半)?)`,
    `|(?<![\\w.-])(?<word>${ENGLISH_NUMERAL})(?<half4> and a half)?[\\s-]{1,3}(?<wordUnit>${UNIT})(?<half5> and a half)?`,
    `|(?<chinese>${CHINESE_NUMERAL})(?<chineseUnit>${CHINESE_UNIT})(?<half6>半)?`,
  ].join(""),
  "g",
);
const JOINED = /^\s{0,3}(?:,|and|&|又|零|余)?\s{0,3}$/;
const RANGED = /^\s{0,3}(?:-|–|—|~|to|or|到|至|或)\s{0,3}$/;
const CLAUSE_END = /[,;:!?()。、\n]|\.\s|\s[-–—]\s/;

const BAN = /\bban|block|suspend|lock|restrict|forbid|cool|封|禁|屏蔽|锁|鎖|冻结|停用|无法|不能|不可|勿/;
const WAIT =
  /again|retry|wait|after|unb|unlock|lift|expire|releas|remov|reset|restor|\bend|left|remain|解|重试|等待|稍候|剩余/;
const AFTER_LAST_WAIT = new RegExp(`^.*(?:${WAIT.source})`, "s");
const COUNT = /error|request|call|attempt|poll|failure|task|times|many|exceed|more than|错误|请求|超过|失败|次/;
const ENDS_IN_COUNT =
  /(?:errors?|requests?|calls?|attempts?|polls?|failures?|tasks?|times|once|twice|次|错误|请求)\s{0,3}$/;
const RATE = /(?:\d|many|more than|exceed|超过)\D{0,20}(?:error|request|call|attempt|poll|failure|task|times)/;

/**
 * The length of a ban in whole seconds, rounded up, read from the text of an error; null when the text names none.
 *
 * English and Chinese, digits and number words. Which duration decides, when there are several:
 * 1. neighbours are one ("1 hour 30 minutes"), and of a range the longer end counts ("10-30 minutes");
 * 2. one that measures a rate ("1000 errors in 1 minute", "1分钟内错误超过1000次") or lies in the past never counts;
 * 3. one that belongs to a word of banning beats one that belongs to a word of waiting, which beats any other;
 * 4. among equals the first: later ones tend to threaten what happens next time.
 *
 * A result of 0, or of more than 30 days, is taken for a misreading and gives null. Only the first 2000 characters are
 * read. Source of the rule: providers write the ban's length into `errorDescription` and nowhere else.
 */
export function readBanSeconds(description: string): number | null {
  // NFKC turns full-width digits, letters and punctuation into the plain ones, and may lengthen the text.
  const text = description.slice(0, MAX_TEXT_CHARS).normalize("NFKC").slice(0, MAX_TEXT_CHARS).toLowerCase();
  let best = { rank: 0, seconds: 0 };
  for (const duration of merge(text, findDurations(text))) {
    const rank = rankOf(text, duration);
    // The smallest part of a float is dropped first: 0.07 hours are 252 seconds, not 253.
    if (rank > best.rank) best = { rank, seconds: Math.ceil(Number(duration.seconds.toFixed(6))) };
  }
  return best.seconds > 0 && best.seconds <= MAX_BAN_SECONDS ? best.seconds : null;
}

function findDurations(text: string): Duration[] {
  return [...text.matchAll(DURATION)].flatMap((match) => {
    const of = match.groups ?? {};
    // "a second time" is an order, not a duration, and nobody is banned for a second.
    if (of.word === "a" && of.wordUnit === "second") return [];
    const unitSeconds = toUnitSeconds(of.digitsUnit ?? of.mixedUnit ?? of.wordUnit ?? of.chineseUnit ?? "");
    const amount = of.digits
      ? Math.max(toNumber(of.digits), toNumber(of.from ?? "0"))
      : of.word
        ? (ENGLISH_NUMBERS.get(of.word) ?? 0)
        : readChineseNumeral(of.chinese ?? "");
    const half = (of.half1 ?? of.half2 ?? of.half3 ?? of.half4 ?? of.half5 ?? of.half6) ? 0.5 : 0;
    const seconds = (amount + half) * unitSeconds;
    return [{ seconds, unitSeconds, start: match.index, end: match.index + match[0].length }];
  });
}

function merge(text: string, durations: readonly Duration[]): Duration[] {
  const merged: Duration[] = [];
  for (const next of durations) {
    const last = merged.at(-1);
    const gap = last ? text.slice(last.end, Math.min(next.start, last.end + CONTEXT_CHARS)) : "";
    if (last && next.unitSeconds < last.unitSeconds && JOINED.test(gap)) {
      merged[merged.length - 1] = { ...next, seconds: last.seconds + next.seconds, start: last.start };
    } else if (last && RANGED.test(gap)) {
      merged[merged.length - 1] = { ...next, seconds: Math.max(last.seconds, next.seconds), start: last.start };
    } else {
      merged.push(next);
    }
  }
  return merged;
}

/** 3 by a word of banning, 2 by a word of waiting, 1 by itself, 0 for what is not the length of a ban. */
function rankOf(text: string, { start, end }: Duration): 0 | 1 | 2 | 3 {
  const before =
    text
      .slice(Math.max(0, start - CONTEXT_CHARS), start)
      .split(CLAUSE_END)
      .at(-1) ?? "";
  const after = text.slice(end, end + CONTEXT_CHARS).split(CLAUSE_END)[0] ?? "";
  const sense = BAN.test(before) ? 3 : WAIT.test(before) ? 2 : 1;

  if (/(?:\b(?:last|past|previous|per|every|each|any)|每|过去|最近|\/)\s{0,3}$/.test(before)) return 0;
  if (/^[\s-]{0,3}(?:ago|window|interval|period|support|service|之?前|在线|客服)/.test(after)) return 0;
  if (/^\s{0,3}(?:之?内|以内|里)/.test(after)) return rankByFollowing(after, 0);
  if (/^\s{0,3}(?:之?后|以后|後)/.test(after)) return sense === 3 ? 3 : 2;
  if (/\b(?:in|within)(?:\s(?:less than|under|about|the next))?\s{1,3}$/.test(before)) {
    // "blocked after 1000 errors in a minute" speaks of a rate, "1000 errors so far, retry in a minute" of a wait.
    const sinceWait = before.replace(AFTER_LAST_WAIT, "");
    if (COUNT.test(sinceWait) || /\d/.test(sinceWait)) return 0;
    if (WAIT.test(before)) return 2;
    return /\bin\b/.test(before) ? 1 : 0;
  }
  if (
    /^[\s-]{1,3}(?:(?:ip|key|address|account|temporary|long)\s)?(?:ban|block|suspension|lock|lockout|cool\w{0,6})\b/.test(
      after,
    )
  ) {
    return 3;
  }
  if (ENDS_IN_COUNT.test(before)) return 0;
  if (sense === 1 && RATE.test(before) && /\b(?:for|during)\s{1,3}$/.test(before)) return 0;
  return sense === 1 ? rankByFollowing(after, 1) : sense;
}

/** In Chinese the sense may follow: "10分钟内禁止访问" is a ban, "1分钟内错误超过1000次" a rate. */
function rankByFollowing(after: string, otherwise: 0 | 1): 0 | 1 | 3 {
  const ban = after.search(/封|禁|解|无法|不能|不可|勿|不要/);
  const count = after.search(/错误|请求|超过|失败|次/);
  if (ban >= 0 && (count < 0 || ban < count)) return 3;
  return count >= 0 ? 0 : otherwise;
}

function toNumber(text: string): number {
  return Number(/^\d{1,3},\d{3}$/.test(text) ? text.replace(",", "") : text.replace(",", "."));
}

/** Reads what `CHINESE_NUMERAL` matched; 半 is a half, so "一个半" is 1.5. */
function readChineseNumeral(text: string): number {
  const half = text.includes("半") ? 0.5 : 0;
  const digits = text
    .replace(/[个個半]/g, "")
    .replace(/[两兩]/g, "二")
    .replaceAll("〇", "零");
  let total = 0;
  let pending: number | null = null;
  for (const digit of digits) {
    const weight = digit === "十" ? 10 : digit === "百" ? 100 : 0;
    if (weight > 0) {
      // "十五" is 15: a weight without a digit before it stands for one of it.
      total += (pending ?? 1) * weight;
      pending = null;
    } else {
      pending = CHINESE_DIGITS.indexOf(digit);
    }
  }
  return total + (pending ?? 0) + half;
}

function toUnitSeconds(unit: string): number {
  if (/^(?:s|秒)/.test(unit)) return 1;
  if (/^(?:m|分)/.test(unit)) return 60;
  if (/^(?:h|小|钟|鐘)/.test(unit)) return 3600;
  return 86_400;
}
