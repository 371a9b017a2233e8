import { readdirSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import type { ZodType } from "zod";
import type { Access } from "@/lib/server/http/access";
import type { DeclaredRoute } from "@/lib/server/http/route";

const API = join(process.cwd(), "app", "api");
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;

/** One handler of the API, as Next serves it. */
export interface ListedRoute {
  readonly method: (typeof METHODS)[number];
  /** With parameters in brackets, as the folders are named. */
  readonly path: string;
  /** Undefined for a handler that was not made by lib/server/http/route.ts. */
  readonly access: Access | undefined;
  /** What its query or body must be; null where it takes none. */
  readonly input: ZodType | null;
}

function* listFiles(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* listFiles(path);
    else if (entry.name === "route.ts") yield path;
  }
}

/** Every handler there is, read from the folders of the API themselves. */
export async function listRoutes(): Promise<ListedRoute[]> {
  const routes: ListedRoute[] = [];
  for (const file of listFiles(API)) {
    const module = (await import(pathToFileURL(file).href)) as Record<string, Partial<DeclaredRoute> | undefined>;
    const path = `/api/${relative(API, join(file, ".."))}`;
    for (const method of METHODS) {
      const handler = module[method];
      if (handler === undefined) continue;
      routes.push({ method, path, access: handler.access, input: handler.input ?? null });
    }
  }
  return routes.sort((a, b) => a.path.localeCompare(b.path) || a.method.localeCompare(b.method));
}
