import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { listRoutes } from "./list-routes";

interface Canary {
  readonly name: string;
  readonly spellings: readonly Buffer[];
  /** Where it is on purpose. */
  readonly shownIn: RegExp | null;
}

/** Secrets that are looked for, and everything they were found in where they should not be. */
export interface Canaries {
  /**
   * @param secret text in any of its spellings, or bytes
   * @param shownIn the places that may have it: the one answer that shows it once
   */
  add(name: string, secret: string | Buffer, shownIn?: RegExp): void;
  /** Remembers an answer. It is looked through in the end, when all secrets are known. */
  keep(where: string, content: string | Buffer): void;
  /** Keeps every file below a folder as it is now. */
  keepFiles(folder: string): void;
  /** @returns a line for each secret that is where it should not be */
  findLeaks(): string[];
}

function* listFiles(folder: string): Generator<string> {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) yield* listFiles(path);
    else yield path;
  }
}

/** Every spelling that a leak could take. */
function spellingsOf(secret: string | Buffer): Buffer[] {
  const bytes = Buffer.from(secret as string);
  const base64 = bytes.toString("base64").replace(/=+$/, "");
  const texts = [base64, bytes.toString("base64url"), bytes.toString("hex"), bytes.toString("hex").toUpperCase()];
  if (typeof secret === "string") {
    texts.push(encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1), secret.replaceAll("'", "&#x27;"));
  }
  return [bytes, ...texts.map((text) => Buffer.from(text))];
}

export function createCanaries(): Canaries {
  const canaries: Canary[] = [];
  const kept: { where: string; content: Buffer }[] = [];
  const keep: Canaries["keep"] = (where, content) => kept.push({ where, content: Buffer.from(content as string) });
  return {
    add: (name, secret, shownIn) => {
      if (secret.length < 6) throw new Error(`${name} is too short to be looked for: ${secret}`);
      canaries.push({ name, spellings: spellingsOf(secret), shownIn: shownIn ?? null });
    },
    keep,
    keepFiles: (folder) => {
      for (const path of listFiles(folder)) keep(`file ${relative(folder, path)}`, readFileSync(path));
    },
    findLeaks: () => {
      const leaks = kept.flatMap(({ where, content }) =>
        canaries
          .filter(({ shownIn }) => shownIn?.test(where) !== true)
          .filter(({ spellings }) => spellings.some((spelling) => content.includes(spelling)))
          .map(({ name }) => `${name} in ${where}`),
      );
      return [...new Set(leaks)].sort();
    },
  };
}

/** The paths of all pages, read from the folders of the application. */
export function listPages(): string[] {
  const app = join(process.cwd(), "app");
  const pages = [...listFiles(app)].filter((path) => path.endsWith("/page.tsx"));
  return pages.map((path) => `/${relative(app, join(path, ".."))}`).sort();
}

/**
 * The paths of everything that the API tells, but for the live stream and the ways to and from the identity provider.
 *
 * @param accountId for the routes about one
 */
export async function listReads(accountId: string): Promise<string[]> {
  const isOther = (path: string) => path === "/api/stream" || /oidc|identity-provider/.test(path);
  const routes = (await listRoutes()).filter(({ method, path }) => method === "GET" && !isOther(path));
  return routes.map(({ path }) => path.replace("/api/accounts/[id]", `/api/accounts/${accountId}`));
}
