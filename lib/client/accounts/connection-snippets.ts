import type { Account } from "@/lib/contracts/accounts";
import { PROXY_KEY_PREFIX } from "@/lib/contracts/proxy-keys";
import type { ProviderId } from "@/lib/domain/provider-presets";

/** Stands where the caller's own key belongs: Banwatch never shows a key again. */
export const KEY_PLACEHOLDER = "YOUR_CLIENT_KEY";

/** The same for an account that refuses its own key. */
export const PROXY_KEY_PLACEHOLDER = `${PROXY_KEY_PREFIX}…`;

/** The key that stands in the pieces for an account: one that it accepts, or the placeholder for one. */
export function snippetKey({ proxyKeysOnly, sandboxKey }: Pick<Account, "proxyKeysOnly" | "sandboxKey">): string {
  return proxyKeysOnly ? PROXY_KEY_PLACEHOLDER : (sandboxKey ?? KEY_PLACEHOLDER);
}

export type SnippetLanguage = "curl" | "node" | "python";
export type SnippetPurpose =
  | "change"
  | "getBalance"
  | "createTask"
  | "getTaskResult"
  | "otherMethod"
  | "causeError"
  | "causeBan"
  | "program";

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
  /** The methods that the key may call; null for all. */
  readonly methods: readonly string[] | null;
}

/** A call that the key may make. */
interface Call {
  readonly method: string;
  readonly purpose: SnippetPurpose;
  readonly fields: Readonly<Record<string, unknown>>;
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
 * whatever characters address and key hold; only {@link KEY_PLACEHOLDER}, {@link PROXY_KEY_PLACEHOLDER} and
 * {@link TASK_ID_PLACEHOLDER} have to be replaced. No piece calls a method that the key may not call.
 * For the sandbox there are commands more, which let something go wrong on purpose.
 */
export function prepareSnippets(input: SnippetInput): Readonly<Record<SnippetLanguage, readonly Snippet[]>> {
  const settled = { ...input, baseUrl: input.baseUrl.replace(/\/+$/, "") };
  return {
    curl: [
      ...listCalls(settled).map(({ method, purpose, fields }) => ({
        purpose,
        code: prepareCurl(settled, method, fields),
      })),
      ...(input.provider === "sandbox" && mayCall(input, "createTask") ? prepareTestCards(settled) : []),
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

/** Stands where the id of a task belongs, which only createTask tells. */
export const TASK_ID_PLACEHOLDER = "TASK_ID";

const mayCall = ({ methods }: SnippetInput, method: string): boolean => methods === null || methods.includes(method);

/** The balance, which costs nothing, and a task; for a key that may call neither the first that it may call. */
function listCalls(input: SnippetInput): readonly Call[] {
  const usual: readonly Call[] = [
    { method: "getBalance", purpose: "getBalance", fields: {} },
    { method: "createTask", purpose: "createTask", fields: { task: demoTask(input.provider) } },
  ];
  const allowed = usual.filter(({ method }) => mayCall(input, method));
  const [first] = input.methods ?? [];
  if (allowed.length > 0 || first === undefined) return allowed;
  return mayCall(input, "getTaskResult")
    ? [{ method: "getTaskResult", purpose: "getTaskResult", fields: { taskId: TASK_ID_PLACEHOLDER } }]
    : [{ method: first, purpose: "otherMethod", fields: {} }];
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
  const task = `
const task = {
  type: ${literal(type)},
  websiteURL: ${literal(websiteURL)},
  websiteKey: ${literal(websiteKey)},
};
`;
  const calls = listCalls(input).map(({ method, fields }) => {
    const parameters = "task" in fields ? ", { task }" : "taskId" in fields ? `, ${JSON.stringify(fields)}` : "";
    return `call(${literal(method)}${parameters})`;
  });
  const [first = "", ...others] = calls;
  const chain = [
    first,
    "  .then(console.log)",
    ...others.flatMap((call) => [`  .then(() => ${call})`, "  .then(console.log)"]),
  ];
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
${mayCall(input, "createTask") ? task : ""}
${chain.join("\n")};`;
}

function preparePython(input: SnippetInput): string {
  const { type, websiteURL, websiteKey } = demoTask(input.provider);
  const task = `
task = {
    "type": ${literal(type)},
    "websiteURL": ${literal(websiteURL)},
    "websiteKey": ${literal(websiteKey)},
}
`;
  const calls = listCalls(input).map(({ method, fields }) => {
    const parameters = "task" in fields ? ", task=task" : "taskId" in fields ? `, **${JSON.stringify(fields)}` : "";
    return `print(call(${literal(method)}${parameters}))`;
  });
  return `import json
from urllib.request import Request, urlopen

${pythonBaseUrl(input)}
CLIENT_KEY = ${literal(input.clientKey)}


def call(method, **fields):
    body = json.dumps({"clientKey": CLIENT_KEY, **fields}).encode()
    headers = {"content-type": "application/json"}
    with urlopen(Request(f"{BASE_URL}/{method}", body, headers)) as reply:
        return json.load(reply)

${mayCall(input, "createTask") ? task : ""}
${calls.join("\n")}`;
}
