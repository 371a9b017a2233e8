/**
 * What a request is about, by its method and path alone.
 * - `page`: HTML, or the data of one for the router in the browser. What the gate is for.
 * - `api`: Banwatch's own API; each route decides about access.
 * - `call`: to the provider, under /api/proxy or at the root.
 * - `static`: a file that is the same for everybody.
 * - `none`: nothing that Banwatch serves.
 */
export type RequestKind = "page" | "api" | "call" | "static" | "none";

/** Files that Next makes from app/ (icon.svg and its like). */
const ICONS = /^\/(favicon\.ico|(apple-)?icon\d*\.(ico|svg|png)|manifest\.webmanifest|robots\.txt)$/;

/** The worker of browser push (app/push-worker.js). Browsers look for a new one also after the viewer has signed out. */
const PUSH_WORKER = "/push-worker.js";

/** The documented methods, and any other by its name: one segment at the root. */
const ROOT_METHOD = /^\/([A-Za-z][A-Za-z0-9]{0,63})\/?$/;

/** What the providers document. No page has such a name. */
const DOCUMENTED_METHOD = /^\/(createTask|getTaskResult|getBalance|getSoftID)\/?$/;

/** Whether a path at the root is that of a documented method, which people open in a browser to see whether it is there. */
export const isDocumentedMethod = (path: string): boolean => DOCUMENTED_METHOD.test(path);

const isBelow = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`);

/**
 * @param path without the query, as `readPath` returns it
 * @param dev also lets through what `next dev` asks itself for
 */
export function kindOfRequest(method: string, path: string, dev: boolean): RequestKind {
  // A web Request cannot be made with it, so Next would fail at it instead of refusing it.
  if (method === "TRACE") return "none";
  if (dev && (isBelow(path, "/_next") || path.startsWith("/__nextjs"))) return "static";
  if (isBelow(path, "/api/proxy")) return "call";
  if (isBelow(path, "/api")) return "api";
  if (method === "GET" || method === "HEAD") {
    if (path.startsWith("/_next/static/") || ICONS.test(path) || path === PUSH_WORKER) return "static";
    return isBelow(path, "/_next") || isDocumentedMethod(path) ? "none" : "page";
  }
  return method === "POST" && ROOT_METHOD.test(path) ? "call" : "none";
}

/**
 * Where a call at the root is answered: some clients drop the path of their base URL. A POST never reaches a page this
 * way, whatever the page is called.
 *
 * @param url path and query of a request of the kind `call`
 */
export function toProxyPath(url: string): string {
  const [path = "", ...query] = url.split("?");
  const method = ROOT_METHOD.exec(path)?.[1];
  return method === undefined ? url : [`/api/proxy/${method}`, ...query].join("?");
}
