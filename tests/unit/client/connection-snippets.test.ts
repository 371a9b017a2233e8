import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  KEY_PLACEHOLDER,
  PROXY_KEY_PLACEHOLDER,
  prepareSnippets,
  quoteForShell,
  type SnippetInput,
  type SnippetLanguage,
  snippetKey,
} from "@/lib/client/accounts/connection-snippets";
import { PROVIDER_IDS } from "@/lib/domain/provider-presets";
import { readTestCard } from "@/lib/sandbox/test-cards";

const INPUT: SnippetInput = {
  baseUrl: "http://127.0.0.1:3000",
  clientKey: "sandbox-1234567890",
  provider: "ez-captcha",
  formerBaseUrl: "https://api.ez-captcha.com",
  methods: null,
};

/** Everything that a shell, JavaScript or Python might take for its own. */
const NASTY = `it's "quoted" \`id\` $(id) $HOME \\ \\n \${x} {a} # // ! é 😀 \u2028`;

const codeOf = (input: SnippetInput, language: SnippetLanguage, purpose: string): string =>
  prepareSnippets(input)[language].find((snippet) => snippet.purpose === purpose)?.code ?? "";

/** The words that a POSIX shell makes of a command line, without running it. */
function wordsOf(command: string): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`;
  return execFileSync("/bin/sh", ["-c", script], { encoding: "utf8" }).split("\0").slice(0, -1);
}

describe("quoteForShell", () => {
  it("gives the shell back exactly the text that went in", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: "grapheme" }).map(withoutNul), { minLength: 1, maxLength: 20 }),
        (texts) => {
          expect(wordsOf(`curl ${texts.map(quoteForShell).join(" ")}`)).toEqual(texts);
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe("the curl commands", () => {
  it("call the method at the root of the base URL with the key in a JSON body", () => {
    const words = wordsOf(codeOf(INPUT, "curl", "getBalance"));
    expect(words).toContain("http://127.0.0.1:3000/getBalance");
    expect(words).toContain("content-type: application/json");
    expect(JSON.parse(words.at(-1) ?? "")).toEqual({ clientKey: "sandbox-1234567890" });
  });

  it("carry any key and address through the shell unharmed", () => {
    const words = wordsOf(
      codeOf({ ...INPUT, clientKey: NASTY, baseUrl: "http://[::1]:3000/it's" }, "curl", "createTask"),
    );
    expect(words).toContain("http://[::1]:3000/it's/createTask");
    expect(JSON.parse(words.at(-1) ?? "")).toMatchObject({
      clientKey: NASTY,
      task: { type: "ReCaptchaV2TaskProxyless" },
    });
  });

  it("keep curl from expanding brackets in an address", () => {
    expect(wordsOf(codeOf({ ...INPUT, baseUrl: "http://[::1]:3000" }, "curl", "getBalance"))).toContain("--globoff");
    expect(wordsOf(codeOf(INPUT, "curl", "getBalance"))).not.toContain("--globoff");
  });

  it("do not double the slash of a base URL that ends in one", () => {
    expect(wordsOf(codeOf({ ...INPUT, baseUrl: "https://bw.example.com/" }, "curl", "getBalance"))).toContain(
      "https://bw.example.com/getBalance",
    );
  });
});

describe("the commands that let something go wrong", () => {
  const sandbox = { ...INPUT, provider: "sandbox" as const };
  const taskOf = (purpose: string) => {
    const words = wordsOf(codeOf(sandbox, "curl", purpose));
    expect(words).toContain("http://127.0.0.1:3000/createTask");
    return JSON.parse(words.at(-1) ?? "");
  };

  it("cause what they say at the sandbox", () => {
    const error = taskOf("causeError");
    expect(error).toMatchObject({ clientKey: INPUT.clientKey, task: { type: "ReCaptchaV2TaskProxyless" } });
    expect(readTestCard(error.task.websiteURL)).toMatchObject({ kind: "error", code: "ERROR_NO_SLOT_AVAILABLE" });
    const ban = taskOf("causeBan");
    expect(readTestCard(ban.task.websiteURL)).toMatchObject({ kind: "error", code: "ERROR_IP_BANNED", seconds: 60 });
  });

  it("are offered at no real provider", () => {
    for (const provider of PROVIDER_IDS.filter((id) => id !== "sandbox")) {
      expect(codeOf({ ...INPUT, provider }, "curl", "causeError")).toBe("");
      expect(codeOf({ ...INPUT, provider }, "curl", "causeBan")).toBe("");
    }
  });
});

describe("the programs", () => {
  const withNasty = { ...INPUT, clientKey: NASTY };

  it("send the key from Node as it is, whatever it holds", () => {
    const program = codeOf(withNasty, "node", "program");
    const stub = "globalThis.fetch = async (url, init) => ({ json: async () => [url, JSON.parse(init.body)] });\n";
    const printed = program.replaceAll("console.log", "(answer) => console.log(JSON.stringify(answer))");
    const lines = execFileSync(process.execPath, ["-e", stub + printed], { encoding: "utf8" })
      .trim()
      .split("\n");
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      ["http://127.0.0.1:3000/getBalance", { clientKey: NASTY }],
      ["http://127.0.0.1:3000/createTask", { clientKey: NASTY, task: { websiteURL: expect.any(String) } }],
    ]);
  });

  it("name the former address beside the line that changes", () => {
    expect(codeOf(INPUT, "node", "change")).toBe(
      'const BASE_URL = "http://127.0.0.1:3000"; // was https://api.ez-captcha.com',
    );
    expect(codeOf(INPUT, "python", "change")).toBe(
      'BASE_URL = "http://127.0.0.1:3000"  # was https://api.ez-captcha.com',
    );
    expect(codeOf({ ...INPUT, formerBaseUrl: null }, "node", "change")).toBe(
      'const BASE_URL = "http://127.0.0.1:3000";',
    );
  });

  it("never let the former address end its comment", () => {
    const input = { ...INPUT, formerBaseUrl: "https://x\nprocess.exit(1)\u2028process.exit(2)" };
    expect(codeOf(input, "node", "change").split(/[\n\u2028]/)).toHaveLength(1);
    expect(codeOf(input, "python", "change").split(/[\n\u2028]/)).toHaveLength(1);
  });
});

it("names a task type for every provider in every language", () => {
  for (const provider of PROVIDER_IDS) {
    const task = JSON.parse(wordsOf(codeOf({ ...INPUT, provider }, "curl", "createTask")).at(-1) ?? "").task;
    expect(task.type).toMatch(/Proxy[lL]ess$/);
    expect(codeOf({ ...INPUT, provider }, "node", "program")).toContain(JSON.stringify(task.type));
    expect(codeOf({ ...INPUT, provider }, "python", "program")).toContain(JSON.stringify(task.type));
  }
});

// No argument of a process can hold it.
function withoutNul(text: string): string {
  return text.replaceAll("\0", "");
}

describe("snippetKey", () => {
  it("never is a key that the account refuses", () => {
    expect(snippetKey({ proxyKeysOnly: true, sandboxKey: "sandbox-1234567890" })).toBe(PROXY_KEY_PLACEHOLDER);
    expect(snippetKey({ proxyKeysOnly: false, sandboxKey: "sandbox-1234567890" })).toBe("sandbox-1234567890");
    expect(snippetKey({ proxyKeysOnly: false, sandboxKey: null })).toBe(KEY_PLACEHOLDER);
  });
});

describe("the pieces for a key that may not call everything", () => {
  const INPUT_OF_KEY = { ...INPUT, provider: "sandbox" } as const;
  const purposes = (methods: readonly string[]) =>
    prepareSnippets({ ...INPUT_OF_KEY, methods }).curl.map(({ purpose }) => purpose);

  it("begin with the first usual method that it may call", () => {
    expect(purposes(["createTask", "getTaskResult"])).toEqual(["createTask", "causeError", "causeBan"]);
    expect(purposes(["getBalance"])).toEqual(["getBalance"]);
    expect(purposes(["getSoftID", "getTaskResult"])).toEqual(["getTaskResult"]);
    expect(purposes(["getSoftID"])).toEqual(["otherMethod"]);
  });

  it.each([["getBalance"], ["createTask"], ["getTaskResult"], ["getSoftID"]])(
    "name no other method than %s",
    (only) => {
      const others = ["getBalance", "createTask", "getTaskResult", "getSoftID"].filter((method) => method !== only);
      for (const pieces of Object.values(prepareSnippets({ ...INPUT_OF_KEY, methods: [only] }))) {
        const code = pieces.map((piece) => piece.code).join("\n");
        expect(code).toContain(only);
        expect(others.filter((method) => code.includes(method))).toEqual([]);
      }
    },
  );

  it.each([["createTask"], ["getTaskResult"], ["getSoftID"]])(
    "are programs that can be read, with %s alone",
    (only) => {
      const input = { ...INPUT_OF_KEY, methods: [only] };
      const options = { encoding: "utf8", input: codeOf(input, "node", "program") } as const;
      execFileSync(process.execPath, ["--check", "-"], options);
      execFileSync("python3", ["-c", "import ast, sys; ast.parse(sys.stdin.read())"], {
        ...options,
        input: codeOf(input, "python", "program"),
      });
    },
  );
});
