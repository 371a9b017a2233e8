import type { JsonObject } from "@/lib/sandbox/reply";
import type { SolutionKind } from "@/lib/sandbox/solutions";

/** A family of task types that are priced, checked and solved alike. */
export interface TaskType {
  /** Matched whole and without regard to case: providers write `ReCaptcha`, `Recaptcha` and `ProxyLess` alike. */
  readonly pattern: RegExp;
  readonly pricePoints: number;
  /** Answered at once by `createTask`, as image to text is. */
  readonly isSynchronous: boolean;
  /** Fields that must be there; alternatives are separated by a bar, and the first is the one named in the error. */
  readonly requiredFields: readonly string[];
  readonly siteKeyPattern?: RegExp;
  readonly solution: SolutionKind;
}

/** A site key of the form that the checks accept; it is the one of Google's public demo. */
export const VALID_SITE_KEY = "6Le-wvkSAAAAAPBMRTvw0Q4Muexq9bi0DJwx_mJ-";

/** Google's site keys: `6L` and 38 more. */
const RECAPTCHA_KEY = /^6L[\w-]{38}$/;
const ANY_SITE_KEY = /^[\w-]{8,128}$/;

const TASK_TYPES: readonly TaskType[] = [
  {
    pattern: /^(NoCaptcha|ReCaptchaV2(Enterprise)?)Task(Proxyless)?(S\d+)?$/i,
    pricePoints: 10,
    isSynchronous: false,
    requiredFields: ["websiteURL", "websiteKey"],
    siteKeyPattern: RECAPTCHA_KEY,
    solution: "recaptcha",
  },
  {
    pattern: /^ReCaptchaV3(Enterprise)?Task(Proxyless)?((M1)?(S\d+)?)?$/i,
    pricePoints: 15,
    isSynchronous: false,
    requiredFields: ["websiteURL", "websiteKey"],
    siteKeyPattern: RECAPTCHA_KEY,
    solution: "recaptcha",
  },
  {
    pattern: /^HCaptcha(Turbo)?Task(Proxyless)?$/i,
    pricePoints: 20,
    isSynchronous: false,
    requiredFields: ["websiteURL", "websiteKey"],
    siteKeyPattern: ANY_SITE_KEY,
    solution: "recaptcha",
  },
  {
    pattern: /^(Anti|CloudFlare)?TurnstileTask(Proxyless)?((M1)?(S\d+)?)?$/i,
    pricePoints: 12,
    isSynchronous: false,
    requiredFields: ["websiteURL", "websiteKey"],
    siteKeyPattern: ANY_SITE_KEY,
    solution: "token",
  },
  {
    pattern: /^FunCaptchaTask(Proxyless)?$/i,
    pricePoints: 25,
    isSynchronous: false,
    requiredFields: ["websiteURL", "websitePublicKey|websiteKey"],
    siteKeyPattern: ANY_SITE_KEY,
    solution: "token",
  },
  {
    pattern: /^ImageToTextTask\w*$/i,
    pricePoints: 5,
    isSynchronous: true,
    requiredFields: ["body"],
    solution: "text",
  },
];

/** The family of a task type, or undefined when the provider does not offer it. */
export function findTaskType(type: string): TaskType | undefined {
  return TASK_TYPES.find(({ pattern }) => pattern.test(type));
}

function isFilled(value: unknown): boolean {
  return typeof value === "string" ? value.trim() !== "" : value !== undefined && value !== null;
}

/** The first required field that a task leaves out, or undefined when it has them all. */
export function findMissingField(taskType: TaskType, task: JsonObject): string | undefined {
  return taskType.requiredFields
    .map((field) => field.split("|"))
    .find((names) => !names.some((name) => isFilled(task[name])))?.[0];
}

/** Whether the site key has the form that keys of this type have. Types without a site key have nothing to check. */
export function hasValidSiteKey(taskType: TaskType, task: JsonObject): boolean {
  if (!taskType.siteKeyPattern) return true;
  const siteKey = task.websiteKey ?? task.websitePublicKey;
  return typeof siteKey === "string" && taskType.siteKeyPattern.test(siteKey);
}

/** Whether the target is a web address with a host that can exist. Types without a target have nothing to check. */
export function hasValidSiteUrl(taskType: TaskType, task: JsonObject): boolean {
  if (!taskType.requiredFields.includes("websiteURL")) return true;
  if (typeof task.websiteURL !== "string" || !URL.canParse(task.websiteURL)) return false;
  const { protocol, hostname } = new URL(task.websiteURL);
  return (protocol === "https:" || protocol === "http:") && (hostname.includes(".") || hostname === "localhost");
}
