import { performance } from "node:perf_hooks";
import { type AccountDirectory, createAccountDirectory } from "@/lib/server/accounts/directory";
import { createCallerDirectory } from "@/lib/server/proxy/callers";
import { findClientKey } from "@/lib/server/proxy/find-client-key";
import { createKeyText, hashKey } from "@/lib/server/proxy-keys/key-text";
import { openProxyKeyRecords } from "@/lib/server/proxy-keys/proxy-key-records";
import { createVault } from "@/lib/server/secrets/vault";
import { median, noiseOf } from "./statistics";
import type { TableRow } from "./table";

const ACCOUNT_KEY = "bench-key-0123456789abcdef";
const PROXY_KEY = createKeyText();
/** Nobody's, of the form of an account's key. */
const UNKNOWN_KEY = "nobodys-key-0123456789abcdef";
const KNOWN_KEYS = 500;

const BODIES = [
  { name: "small body", batch: 2_000, rest: '"taskId":"0b1c6a52"', isTaken: true },
  {
    name: "1 MiB image",
    batch: 20,
    rest: `"task":{"type":"ImageToTextTask","body":"${"A".repeat(1024 * 1024)}"}`,
    isTaken: true,
  },
  // Of more levels than a call may have: found out on the walk, while parsing takes it.
  {
    name: "1 MiB of brackets",
    batch: 5,
    rest: `"task":${"[".repeat(512 * 1024)}${"]".repeat(512 * 1024)}`,
    isTaken: false,
  },
] as const;

/** How a caller was told apart before there were proxy keys: the whole body was parsed first. */
function identifyByParsing(body: Uint8Array, accounts: Pick<AccountDirectory, "findByKey">): boolean {
  const { clientKey } = JSON.parse(new TextDecoder("utf-8").decode(body)) as { clientKey: string };
  return accounts.findByKey(clientKey) !== null;
}

async function createDirectories() {
  const accounts = createAccountDirectory(createVault("bench-secret-bench-secret-bench-secret", "k1"));
  const account = { id: "account", name: "bench", provider: "custom", baseUrl: "http://127.0.0.1:1" } as const;
  const rest = { providerHost: "127.0.0.1:1", proxyKeysOnly: false, guardMode: null };
  const others = Array.from({ length: KNOWN_KEYS }, (_, index) => ({
    ...account,
    ...rest,
    id: `account ${index}`,
    clientKey: `other-key-${index}`,
  }));
  accounts.replaceAll([{ ...account, ...rest, clientKey: ACCOUNT_KEY }, ...others]);
  const texts = [PROXY_KEY, ...Array.from({ length: KNOWN_KEYS }, createKeyText)];
  const keys = texts.map((text, index) => ({
    id: `key ${index}`,
    accountId: "account",
    label: `key ${index}`,
    userId: null,
    keyHash: hashKey(text),
    keyLast4: "0000",
    methods: null,
    callsPerMinute: null,
    provisioned: false,
    createdBy: "bench",
    createdAtMs: 0,
    expiresAtMs: null,
    revokedAtMs: null,
    lastUsedAtMs: null,
  }));
  const store = {
    list: async () => keys,
    save: async () => {},
    markUsed: async () => {},
    listPersonNames: async () => new Map<string, string>(),
  };
  const records = await openProxyKeyRecords({ store, now: Date.now, onSaveFailed: () => {} });
  return { accounts, callers: createCallerDirectory(accounts, records), close: records.close };
}

function timeBatch(batch: number, expected: boolean, identify: () => boolean): number {
  const startedMs = performance.now();
  for (let call = 0; call < batch; call += 1) {
    if (identify() !== expected)
      throw new Error("a caller was taken for another one: a fast wrong answer is no figure");
  }
  return ((performance.now() - startedMs) / batch) * 1_000;
}

/**
 * What it takes to tell who calls, by the kind of key and the size of the body, against parsing the whole body first, as
 * it was done before there were proxy keys. Measured in turns in this process, without a server. Parsing is measured
 * twice a round: it against itself is the noise.
 */
export async function benchIdentification(options: { readonly rounds: number }): Promise<TableRow[]> {
  const { accounts, callers, close } = await createDirectories();
  const identifyByWalk = (body: Uint8Array): boolean => {
    const found = findClientKey(body);
    return found.kind === "found" && callers.find(found.key) !== null;
  };
  const keys = [
    // Proxy keys did not exist before, so the account's own key is what they are held against.
    { name: "account's own key", key: ACCOUNT_KEY, before: ACCOUNT_KEY, isKnown: true },
    { name: "proxy key", key: PROXY_KEY, before: ACCOUNT_KEY, isKnown: true },
    { name: "unknown key", key: UNKNOWN_KEY, before: UNKNOWN_KEY, isKnown: false },
  ];
  const cases = BODIES.flatMap(({ name, batch, rest, isTaken }) =>
    keys.map((key) => ({
      what: `${name}, ${key.name}`,
      batch,
      isKnown: key.isKnown,
      isTaken,
      body: Buffer.from(`{"clientKey":"${key.key}",${rest}}`),
      bodyBefore: Buffer.from(`{"clientKey":"${key.before}",${rest}}`),
      walk: [] as number[],
      parse: [] as [number, number][],
    })),
  );
  for (let round = 0; round <= options.rounds; round += 1) {
    for (const { batch, isKnown, isTaken, body, bodyBefore, walk, parse } of cases) {
      const parseOnce = () => timeBatch(batch, isKnown, () => identifyByParsing(bodyBefore, accounts));
      const first = parseOnce();
      const walked = timeBatch(batch, isKnown && isTaken, () => identifyByWalk(body));
      const second = parseOnce();
      // The first round warms up.
      if (round === 0) continue;
      walk.push(walked);
      parse.push([first, second]);
    }
  }
  await close();
  return cases.map(({ what, walk, parse }) => {
    const parsed = parse.map(([a, b]) => (a + b) / 2);
    return {
      what,
      ratio: median(walk.map((figure, index) => figure / (parsed[index] ?? Number.NaN))),
      noise: noiseOf(parse),
      raw: `${median(walk).toFixed(1)} against ${median(parsed).toFixed(1)} µs`,
    };
  });
}
