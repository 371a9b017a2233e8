import type { z } from "zod";
import type { ProblemResponse } from "@/lib/contracts/problem";
import { PEER_ADDRESS_HEADER } from "../peer-address";
import { isRequestError, RequestError } from "../request-error";
import type { Runtime } from "../runtime";
import { getRuntime } from "../runtime-slot";
import type { Actor } from "../team/actor";
import { type Access, type ActorFor, assertAccess } from "./access";
import { assertKnownQuery, parseInput, readQuery } from "./parse-input";
import { readBounded } from "./read-bounded";

/** No route takes more than this, 64 KiB, in a body of its own API. */
const MAX_BODY_BYTES = 64 * 1024;

interface RouteContext {
  /** Undefined for a route without parameters. */
  readonly params: Promise<Record<string, string | string[] | undefined> | undefined>;
}

type Params = Readonly<Record<string, string>>;

/** What a route's work is given beside its input. */
export interface RouteParts<A extends Access> {
  readonly services: Runtime["services"];
  readonly params: Params;
  readonly actor: ActorFor<A>;
  /** Null where the server does not know it. */
  readonly callerAddress: string | null;
  readonly requestHeaders: Headers;
  /** Sent with the answer, cookies for one. */
  readonly answerHeaders: Headers;
}

type Work<A extends Access, Input> = (input: Input, parts: RouteParts<A>) => unknown;

/** What Next calls, with what it was declared with for the tests that read every route. */
export interface DeclaredRoute {
  (request: Request, context: RouteContext): Promise<Response>;
  readonly access: Access;
  /** What its query or body must be; null where it takes none. */
  readonly input: z.ZodType | null;
}

const NO_STORE = { "cache-control": "no-store" };

function toProblem(error: unknown): { status: number; problem: ProblemResponse } {
  if (isRequestError(error)) {
    const { fields, provider } = error.details;
    return {
      status: error.status,
      problem: { error: { code: error.code, message: error.message, fields: fields && [...fields], provider } },
    };
  }
  if (error instanceof Error && error.name === "DatabaseBusyError") {
    return { status: 503, problem: { error: { code: "database_busy", message: error.message } } };
  }
  return {
    status: 500,
    problem: { error: { code: "internal", message: "Banwatch failed at this. Its log says why." } },
  };
}

const problemOf = (error: unknown, runtime: Runtime): Response => {
  const { status, problem } = toProblem(error);
  if (status === 500) runtime.log.error({ err: error }, "a request failed");
  const retry = isRequestError(error) ? error.details.retryAfterSeconds : undefined;
  return Response.json(problem, {
    status,
    headers: { ...NO_STORE, ...(retry === undefined ? {} : { "retry-after": String(retry) }) },
  });
};

/**
 * Somebody who is let in tries what they may not, or what no page sends (OWASP ASVS 5, 16.3.2 and 16.3.3). Of those who are
 * not let in the audit log tells; here they could fill the disk.
 */
function noteRefusal(status: number, request: Request, actor: Actor | null, { log }: Runtime): void {
  if (actor === null || ![400, 403, 413, 422, 429].includes(status)) return;
  const { kind, id, callerAddress } = actor;
  const path = new URL(request.url).pathname;
  log.info({ status, method: request.method, path, actor: { kind, id }, callerAddress }, "refused a request");
}

async function readParams(context: RouteContext): Promise<Params> {
  const entries = Object.entries((await context.params) ?? {});
  return Object.fromEntries(
    entries.map(([name, value]) => [name, Array.isArray(value) ? value.join("/") : (value ?? "")]),
  );
}

/**
 * A route that makes its answer itself: a stream, a file, a redirect. Every other route is made from this one, so this is
 * where access is checked.
 *
 * @param declared.access who may use it; there is no default, so that no route is left open by mistake
 */
export function rawRoute<A extends Access>(
  declared: { access: A; query?: z.ZodType; body?: z.ZodType },
  work: (request: Request, parts: RouteParts<A> & { runtime: Runtime }) => Promise<Response>,
): DeclaredRoute {
  const handle = async (request: Request, context: RouteContext): Promise<Response> => {
    const runtime = await getRuntime();
    let actor: Actor | null = null;
    try {
      if (declared.access !== "program") actor = await runtime.access.identify(request.headers);
      assertAccess(declared.access, actor);
      assertKnownQuery(declared.query, request.url);
      return await work(request, {
        runtime,
        services: runtime.services,
        params: await readParams(context),
        actor: actor as ActorFor<A>,
        callerAddress: request.headers.get(PEER_ADDRESS_HEADER),
        requestHeaders: request.headers,
        answerHeaders: new Headers(NO_STORE),
      });
    } catch (error) {
      const answer = problemOf(error, runtime);
      noteRefusal(answer.status, request, actor, runtime);
      return answer;
    }
  };
  return Object.assign(handle, { access: declared.access, input: declared.body ?? declared.query ?? null });
}

/** A `GET`: the query is checked by its contract, and so is the answer. */
export function getRoute<A extends Access, Q extends z.ZodType, R extends z.ZodType>(
  contract: { access: A; query: Q; response: R },
  work: Work<A, z.output<Q>>,
): DeclaredRoute {
  return rawRoute(contract, async (request, parts) => {
    const query = readQuery(contract.query, request.url);
    return Response.json(contract.response.parse(await work(query, parts)), { headers: parts.answerHeaders });
  });
}

async function readJson(request: Request): Promise<unknown> {
  // Without this a foreign page could post a form here: browsers ask before they send JSON across origins.
  if (request.headers.get("content-type")?.split(";")[0]?.trim() !== "application/json") {
    throw new RequestError(400, "invalid_request", "Send the body as application/json.");
  }
  const body = await readBounded(request.body, MAX_BODY_BYTES);
  if (body === null) throw new RequestError(400, "invalid_request", "The body is larger than 64 KiB.");
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new RequestError(400, "invalid_request", "The body is not JSON.");
  }
}

/** Browsers say where a change comes from; one from another site's page is refused. Programs say nothing. */
function assertOwnPage(headers: Headers, publicUrl: string | null): void {
  const refuse = () => new RequestError(403, "foreign_origin", "Changes are only taken from Banwatch's own pages.");
  const site = headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") throw refuse();
  const origin = headers.get("origin");
  if (origin === null) return;
  // Behind a server that changes the Host header, the public address is the one that the browser knows.
  const own = [headers.get("host"), publicUrl === null ? null : new URL(publicUrl).host];
  if (!URL.canParse(origin) || !own.includes(new URL(origin).host)) throw refuse();
}

/**
 * A `POST`, `PATCH` or `DELETE`: it must come from Banwatch's own pages or from a program, the JSON body is checked by its
 * contract, and so is the answer. A contract without a body takes none.
 */
export function changeRoute<A extends Access, R extends z.ZodType, B extends z.ZodType = z.ZodUndefined>(
  contract: { access: A; body?: B; response: R; status?: 200 | 201 },
  work: Work<A, z.output<B>>,
): DeclaredRoute {
  return rawRoute(contract, async (request, parts) => {
    assertOwnPage(request.headers, parts.runtime.env.publicUrl);
    const { body } = contract;
    const input = body === undefined ? undefined : parseInput(body, await readJson(request));
    const answer = contract.response.parse(await work(input as z.output<B>, parts));
    return Response.json(answer, { status: contract.status ?? 200, headers: parts.answerHeaders });
  });
}
