import type { ProviderId } from "@/lib/domain/provider-presets";

/** Stands where the caller's own key belongs: Banwatch never shows a key again. */
export const KEY_PLACEHOLDER = "YOUR_CLIENT_KEY";

export type SnippetLanguage = "curl" | "node" | "python";
export type SnippetPurpose = "change" | "getBalance" | "createTask" | "causeError" | "causeBan" | "program";

export interface Snippet {
  readonly purpose: SnippetPurpose;
  readonly code: string;
}

export interface SnippetInput {
  /** Where programs reach Banwatch. */
  readonly baseUrl: string;
  readonly clientKey: string;
  readonly provider: ProviderId;
  /** Where the program calls now; null when it has called nowhere yet. */
  readonly formerBaseUrl: string | null;
}

/** Each provider spells the type of the same task in its own way; a wrong letter is ERROR_TASK_NOT_SUPPORTED. */
const TASK_TYPES: Readonly<Record<ProviderId, string>> = {
  "ez-captcha": "ReCaptchaV2TaskProxyless",
  yescaptcha: "NoCaptchaTaskProxyless",
  capsolver: "ReCaptchaV2TaskProxyLess",
  capmonster: "RecaptchaV2TaskProxyless",
  "anti-captcha": "RecaptchaV2TaskProxyless",
  "2captcha": "RecaptchaV2TaskProxyless",
  custom: "ReCaptchaV2TaskProxyless",
  sandbox: "ReCaptchaV2TaskProxyless",
};

/** Google's public demo of reCAPTCHA v2, which exists to be solved. */
const DEMO = {
  websiteURL: "https://www.google.com/recaptcha/api2/demo",
  websiteKey: "6Le-wvkSAAAAAPBMRTvw0Q4Muexq9bi0DJwx_mJ-",
};

/** Addresses that say what the sandbox answers; the whole list is in its documentation. */
const TEST_CARDS = [
  { purpose: "causeError", websiteURL: "https://sandbox.invalid/ERROR_NO_SLOT_AVAILABLE" },
  { purpose: "causeBan", websiteURL: "https://sandbox.invalid/ERROR_IP_BANNED?seconds=60" },
] as const;

/**
 * What to paste into a shell or a program in order to call the provider through Banwatch. Each piece runs as it stands,
 * whatever characters address and key hold; only {@link KEY_PLACEHOLDER} has to be replaced.
 * For the sandbox there are commands more, which let something go wrong on purpose.
 */
export function prepareSnippets(input: SnippetInput): Readonly<Record<SnippetLanguage, readonly Snippet[]>> {
  const settled = { ...input, baseUrl: input.baseUrl.replace(/\/+$/, "") };
  return {
    curl: [
      { purpose: "getBalance", code: prepareCurl(settled, "getBalance", {}) },
      { purpose: "createTask", code: prepareCurl(settled, "createTask", { task: demoTask(input.provider) }) },
      ...(input.provider === "sandbox" ? prepareTestCards(settled) : []),
    ],
    node: [
      { purpose: "change", code: nodeBaseUrl(settled) },
      { purpose: "program", code: prepareNode(settled) },
    ],
    python: [
      { purpose: "change", code: pythonBaseUrl(settled) },
      { purpose: "program", code: preparePython(settled) },
    ],
  };
}

/**
 * One word of a POSIX shell: within single quotes nothing is special but the quote itself, which has to be left out and
 * put in between (POSIX 2.2.2).
 */
export function quoteForShell(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

const demoTask = (provider: ProviderId) => ({ type: TASK_TYPES[provider], ...DEMO });

function prepareTestCards(input: SnippetInput): Snippet[] {
  return TEST_CARDS.map(({ purpose, websiteURL }) => ({
    purpose,
    code: prepareCurl(input, "createTask", { task: { ...demoTask(input.provider), websiteURL } }),
  }));
}

function prepareCurl({ baseUrl, clientKey }: SnippetInput, method: string, fields: object): string {
  // curl expands braces and brackets in an address itself, after the shell.
  const globoff = /[{}[\]]/.test(baseUrl) ? "--globoff " : "";
  return [
    `curl -sS ${globoff}${quoteForShell(`${baseUrl}/${method}`)}`,
    `-H 'content-type: application/json'`,
    `-d ${quoteForShell(prettyWhenNested({ clientKey, ...fields }))}`,
  ].join(" \\\n  ");
}

// A shell takes line breaks within quotes as they are, so what is long need not run off the screen.
const prettyWhenNested = (body: object): string =>
  Object.values(body).some((value) => typeof value === "object") ? JSON.stringify(body, null, 2) : JSON.stringify(body);

// A JSON string is a string literal of JavaScript and of Python alike.
const literal = (text: string): string => JSON.stringify(text);

function nodeBaseUrl({ baseUrl, formerBaseUrl }: SnippetInput): string {
  return `const BASE_URL = ${literal(baseUrl)};${formerBaseUrl === null ? "" : ` // was ${oneLine(formerBaseUrl)}`}`;
}

function pythonBaseUrl({ baseUrl, formerBaseUrl }: SnippetInput): string {
  return `BASE_URL = ${literal(baseUrl)}${formerBaseUrl === null ? "" : `  # was ${oneLine(formerBaseUrl)}`}`;
}

// A line break would end the comment and begin code.
const oneLine = (text: string): string => text.replace(/[\r\n\u2028\u2029]+/g, " ");

function prepareNode(input: SnippetInput): string {
  const { type, websiteURL, websiteKey } = demoTask(input.provider);
  return `${nodeBaseUrl(input)}
const CLIENT_KEY = ${literal(input.clientKey)};

async function call(method, fields = {}) {
  const reply = await fetch(\`\${BASE_URL}/\${method}\`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ clientKey: CLIENT_KEY, ...fields }),
  });
  return reply.json();
}

const task = {
  type: ${literal(type)},
  websiteURL: ${literal(websiteURL)},
  websiteKey: ${literal(websiteKey)},
};

call("getBalance")
  .then(console.log)
  .then(() => call("createTask", { task }))
  .then(console.log);`;
}

function preparePython(input: SnippetInput): string {
  const { type, websiteURL, websiteKey } = demoTask(input.provider);
  return `import json
from urllib.request import Request, urlopen

${pythonBaseUrl(input)}
CLIENT_KEY = ${literal(input.clientKey)}


def call(method, **fields):
    body = json.dumps({"clientKey": CLIENT_KEY, **fields}).encode()
    headers = {"content-type": "application/json"}
    with urlopen(Request(f"{BASE_URL}/{method}", body, headers)) as reply:
        return json.load(reply)


task = {
    "type": ${literal(type)},
    "websiteURL": ${literal(websiteURL)},
    "websiteKey": ${literal(websiteKey)},
}

print(call("getBalance"))
print(call("createTask", task=task))`;
}
