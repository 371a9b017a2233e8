import { randomBytes } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { NONCE_HEADER, VIEWER_HEADER } from "@/lib/contracts/page-headers";
import type { Ownership, Viewer } from "@/lib/contracts/session";
import type { Env } from "../env";
import { createInRanges } from "../net/address-ranges";
import { refuseWithProblem, refuseWithText, sendWith } from "./answer";
import { cleanHeaders } from "./clean-headers";
import { decideAtGate } from "./gate";
import { isOwnName } from "./own-name";
import { readPath } from "./read-path";
import { isDocumentedMethod, kindOfRequest, type RequestKind, toProxyPath } from "./request-kind";
import { createSecurityHeaders, pagePolicy } from "./security-headers";

/** No route of Banwatch's own API takes more, 64 KiB; calls have a limit of their own (lib/server/proxy). */
const MAX_API_BODY_BYTES = 64 * 1024;

/** What a page says about who looks at it must not be kept for the next one. */
const NOT_KEPT = { "cache-control": "private, no-store" };

/** What the front asks the runtime for. */
export interface FrontRuntime {
  readonly access: {
    openPage(headers: Headers): Promise<{ viewer: Viewer | null; setCookies: string[] }>;
    ownership(): Ownership;
  };
  readonly log: { error(fields: object, text: string): void };
}

export interface Front {
  /** Answers a request, or has `serve` answer it. Never rejects. */
  take(request: IncomingMessage, response: ServerResponse, serve: RequestListener): Promise<void>;
  /** Whether a connection that is to become a web socket may: only development has some. */
  mayUpgrade(request: IncomingMessage): boolean;
}

function toWebHeaders(request: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  return headers;
}

const toHeaderValue = (viewer: Viewer) => Buffer.from(JSON.stringify(viewer)).toString("base64url");

/**
 * What stands before every request: it reads the path and the caller, keeps foreign names and forged headers out, decides
 * who sees a page, and gives each answer its security headers.
 *
 * @param options.dev serves as `next dev` does, with what its reloads need
 * @param options.runtime resolves once the runtime has started
 */
export function createFront(
  options: Pick<Env, "host" | "publicUrl" | "trustedProxies"> & {
    readonly dev: boolean;
    readonly runtime: () => Promise<FrontRuntime>;
  },
): Front {
  const { host, publicUrl, dev } = options;
  const isTrusted = createInRanges(options.trustedProxies);
  const security = createSecurityHeaders(publicUrl);

  /** @returns whether the page is to be served */
  const openPage = async (request: IncomingMessage, response: ServerResponse, runtime: FrontRuntime) => {
    const ownership = runtime.access.ownership();
    const { viewer, setCookies } =
      ownership === "owned"
        ? await runtime.access.openPage(toWebHeaders(request))
        : { viewer: null, setCookies: [] as string[] };
    for (const cookie of setCookies) response.appendHeader("set-cookie", cookie);
    const decision = decideAtGate({ kind: "page", url: request.url ?? "", isSignedIn: viewer !== null }, ownership);
    if (decision.kind === "go") {
      // The router in the browser keeps what it has of the page around a new one. An empty answer makes it load the
      // address anew, so that nothing that somebody else saw is still there.
      if (request.headers.rsc !== undefined) response.writeHead(204).end();
      else response.writeHead(307, { location: decision.location }).end();
      return false;
    }
    if (viewer !== null) request.headers[VIEWER_HEADER] = toHeaderValue(viewer);
    return true;
  };

  const takePage = async (request: IncomingMessage, response: ServerResponse, serve: RequestListener) => {
    const nonce = randomBytes(18).toString("base64url");
    const policy = pagePolicy(nonce, dev);
    sendWith(response, security.page(policy), NOT_KEPT);
    if (!(await openPage(request, response, await options.runtime()))) return;
    // Next reads the nonce for its own scripts from the policy.
    request.headers["content-security-policy"] = policy;
    request.headers[NONCE_HEADER] = nonce;
    serve(request, response);
  };

  const takeOther = async (
    kind: Exclude<RequestKind, "page">,
    request: IncomingMessage,
    response: ServerResponse,
    serve: RequestListener,
  ) => {
    const url = request.url ?? "";
    sendWith(response, kind === "static" ? security.file : security.data);
    if (kind === "none") {
      if (isDocumentedMethod(url.split("?", 1)[0] ?? "")) {
        response.setHeader("allow", "POST");
        return refuseWithProblem(response, 405, "method_not_allowed", "Call this with POST.");
      }
      const isRead = request.method === "GET" || request.method === "HEAD";
      return isRead
        ? refuseWithProblem(response, 404, "not_found", "There is nothing at this path.")
        : refuseWithProblem(response, 405, "method_not_allowed", "Banwatch does not take this method at this path.");
    }
    if (kind === "static") return serve(request, response);
    const { access } = await options.runtime();
    if (decideAtGate({ kind, url, isSignedIn: false }, access.ownership()).kind === "set-up-first") {
      return refuseWithProblem(
        response,
        503,
        "set_up_first",
        "This Banwatch has no owner yet. Open /setup in a browser first; its log shows the one-time code that is asked for there.",
      );
    }
    if (kind === "api" && Number(request.headers["content-length"] ?? 0) > MAX_API_BODY_BYTES) {
      response.setHeader("connection", "close");
      return refuseWithProblem(response, 413, "body_too_large", "The body is larger than 64 KiB.");
    }
    if (kind === "call") request.url = toProxyPath(url);
    serve(request, response);
  };

  return {
    take: async (request, response, serve) => {
      cleanHeaders(request, isTrusted);
      const url = readPath(request.url ?? "");
      if (!isOwnName(request.headers.host, host, publicUrl)) {
        sendWith(response, security.data);
        const text = "Banwatch does not answer to this name. Set BANWATCH_PUBLIC_URL to the address that you use.\n";
        return refuseWithText(response, 421, text);
      }
      if (url === null) {
        sendWith(response, security.data);
        return refuseWithText(response, 400, "This is no path that Banwatch can read.\n");
      }
      request.url = url;
      const kind = kindOfRequest(request.method ?? "", url.split("?", 1)[0] ?? "", dev);
      try {
        if (kind === "page") await takePage(request, response, serve);
        else await takeOther(kind, request, response, serve);
      } catch (error) {
        (await options.runtime()).log.error({ err: error }, "a request failed before it was served");
        if (!response.headersSent) {
          refuseWithProblem(response, 500, "internal", "Banwatch failed at this. Its log says why.");
        }
      }
    },
    mayUpgrade: (request) => dev && isOwnName(request.headers.host, host, publicUrl),
  };
}
