/** The languages in which the simulated provider can describe its errors. */
export type ProviderLanguage = "en" | "zh";

interface ProviderText {
  /** The number sent by providers that number their errors; the others always send 1. */
  readonly errorId: number;
  readonly en: string;
  readonly zh: string;
}

/** What the texts leave open: the field that is missing, the length of a ban. */
export interface TextDetails {
  readonly field?: string;
  readonly banSeconds: number;
}

/**
 * The provider's own error table, its spelling mistakes included. Source: the twelve documented codes of the
 * protocol, then the relatives that these rules send as well. `{field}` and `{length}` are filled in per call.
 */
const PROVIDER_TEXTS = {
  ERROR_SERVICE_UNAVALIABLE: { errorId: 60, en: "service temporarily unavailable", zh: "服务暂时不可用" },
  ERROR_REQUIRED_FIELDS: { errorId: 22, en: "Please check the field: {field}", zh: "请检查字段：{field}" },
  ERROR_INTERNAL_SERVER_ERROR: { errorId: 61, en: "internal server error", zh: "服务器内部错误" },
  ERROR_IP_BANNED: { errorId: 21, en: "Your IP has been blocked for {length}", zh: "您的IP已被封禁{length}" },
  ERROR_KEY_BANNED: { errorId: 62, en: "Your client key has been banned", zh: "您的密钥已被封禁" },
  ERROR_TASKID_INVALID: {
    errorId: 16,
    en: "Task ID does not exist or has expired",
    zh: "任务ID不存在或已过期",
  },
  ERROR_KEY_DOES_NOT_EXIST: { errorId: 1, en: "client key error", zh: "密钥错误" },
  ERROR_ZERO_BALANCE: { errorId: 10, en: "Insufficient account balance", zh: "账户余额不足" },
  ERROR_TASK_NOT_SUPPORTED: { errorId: 23, en: "Task type not supported", zh: "不支持的任务类型" },
  ERROR_RECAPTCHA_INVALID_SITEKEY: {
    errorId: 31,
    en: "Invalid target site SITEKEY",
    zh: "目标网站SITEKEY无效",
  },
  INVALID_RECAPTCHA_SITEURL: { errorId: 63, en: "Invalid target site url", zh: "目标网站地址无效" },
  ERROR_NO_SLOT_AVAILABLE: {
    errorId: 2,
    en: "Insufficient server resources, please try again later",
    zh: "服务器资源不足，请稍后再试",
  },
  ERROR_BAD_REQUEST: { errorId: 64, en: "The request body is not a JSON object", zh: "请求内容不是JSON对象" },
  ERROR_PAGE_NOT_FOUND: { errorId: 14, en: "Method does not exist", zh: "方法不存在" },
  ERROR_CAPTCHA_UNSOLVABLE: { errorId: 12, en: "Captcha could not be solved", zh: "验证码无法识别" },
} as const satisfies Record<string, ProviderText>;

/** A code that the simulated provider sends by rule. */
export type RuleCode = keyof typeof PROVIDER_TEXTS;

/** The number that stands for a code which the table does not hold, with providers that number their errors. */
const UNLISTED_ERROR_ID = 99;

/** Faults of the provider itself: they never bring a caller nearer to a ban. */
const PROVIDER_FAULTS: ReadonlySet<string> = new Set<RuleCode>([
  "ERROR_SERVICE_UNAVALIABLE",
  "ERROR_INTERNAL_SERVER_ERROR",
  "ERROR_NO_SLOT_AVAILABLE",
]);

function findText(code: string): ProviderText | undefined {
  return Object.hasOwn(PROVIDER_TEXTS, code) ? PROVIDER_TEXTS[code as RuleCode] : undefined;
}

/**
 * A ban's length in words: seconds below a minute and where whole minutes would be a lie, else minutes.
 *
 * @param seconds a whole number above zero
 */
export function formatBanLength(seconds: number, language: ProviderLanguage): string {
  const isWholeMinutes = seconds >= 60 && seconds % 60 === 0;
  const count = isWholeMinutes ? seconds / 60 : seconds;
  if (language === "zh") return `${count}${isWholeMinutes ? "分钟" : "秒"}`;
  return `${count} ${isWholeMinutes ? "minute" : "second"}${count === 1 ? "" : "s"}`;
}

/** The text that the provider sends with `code`. A code that it has no text for gets a plain sentence naming it. */
export function describeError(code: string, language: ProviderLanguage, details: TextDetails): string {
  const text = findText(code);
  if (!text) return language === "zh" ? `请求失败：${code}` : `The request failed: ${code}`;
  const field = details.field ?? "task";
  const length = formatBanLength(details.banSeconds, language);
  // Functions, because a "$&" inside a replacement string would be read as a pattern.
  return text[language].replace("{field}", () => field).replace("{length}", () => length);
}

/** The `errorId` of `code` with providers that number their errors. */
export function numberError(code: string): number {
  return findText(code)?.errorId ?? UNLISTED_ERROR_ID;
}

/** Whether an error with this code counts towards the ban of the address that caused it. */
export function isCallersFault(code: string): boolean {
  return !PROVIDER_FAULTS.has(code);
}
