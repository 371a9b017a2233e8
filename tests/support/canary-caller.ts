import type { BanwatchProcess } from "./banwatch-process";
import { type Canaries, listPages, listReads } from "./canaries";

/** What the tests read of answers, each of one or the other. */
interface Answer {
  readonly next: string;
  readonly key: string;
  readonly token: string;
  readonly uri: string;
  readonly secret: string;
  readonly recoveryCodes: readonly string[];
  readonly proxyKey: { readonly id: string };
  readonly apiToken: { readonly id: string };
  readonly viewer: { readonly id: string };
  readonly channel: { readonly id: string };
}

interface Asked {
  readonly json: Answer;
  /** What a browser would send from now on. */
  readonly cookie: string;
}

/** better-auth has the sessions' tokens in the database by design; without the signature they open nothing. */
const SESSION_TABLE = /^file banwatch\.db/;

/** A caller whose every answer is kept, under the method and path and a name for the occasion. */
export function createCaller(origin: string, canaries: Canaries) {
  return async (
    path: string,
    {
      method = "GET",
      body,
      cookie = "",
      note = "",
      bearer,
    }: {
      method?: string;
      body?: object;
      cookie?: string;
      note?: string;
      bearer?: string;
    } = {},
  ): Promise<Asked> => {
    const headers: Record<string, string> = { cookie };
    if (bearer !== undefined) headers.authorization = `Bearer ${bearer}`;
    if (method !== "GET") headers["content-type"] = "application/json";
    const response = await fetch(`${origin}${path}`, {
      method,
      headers,
      redirect: "manual",
      body: method === "GET" ? undefined : JSON.stringify(body ?? {}),
    });
    const text = await response.text();
    const shown = [...response.headers].filter(([name]) => name !== "set-cookie");
    canaries.keep(`${method} ${path}${note && ` (${note})`}`, `${JSON.stringify(shown)}\n${text}`);
    const set = response.headers.getSetCookie().filter((line) => !/max-age=0/i.test(line));
    for (const line of set) addCookie(canaries, line);
    const isJson = response.headers.get("content-type")?.startsWith("application/json") === true;
    return { json: isJson ? JSON.parse(text) : {}, cookie: set.map((line) => line.split(";")[0]).join("; ") };
  };
}

/** The whole value, its signature and what it signs. */
export function addCookie(canaries: Canaries, line: string): void {
  const [name = "", encoded = ""] = (line.split(";")[0] ?? "").split(/=(.*)/);
  const value = decodeURIComponent(encoded);
  const at = value.lastIndexOf(".");
  canaries.add(`the cookie ${name}`, value);
  if (at < 0) return;
  canaries.add(`the signature of ${name}`, value.slice(at + 1));
  canaries.add(`the token of ${name}`, value.slice(0, at), SESSION_TABLE);
}

/** Keeps what everybody with the owner's rights can read now, and everything on the disk and in the log. */
export async function sweep(
  banwatch: BanwatchProcess,
  canaries: Canaries,
  cookie: string,
  accountId: string,
): Promise<void> {
  const ask = createCaller(banwatch.origin, canaries);
  for (const path of await listReads(accountId)) await ask(path, { cookie, note: "asked again" });
  for (const path of listPages()) {
    await ask(path, { cookie, note: "page" });
    await ask(path, { note: "page, signed out" });
  }
  canaries.keepFiles(banwatch.dataDir);
  await banwatch.stop();
  canaries.keepFiles(banwatch.dataDir);
  canaries.keep("the log", banwatch.output());
}
