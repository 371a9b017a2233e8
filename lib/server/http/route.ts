import type { z } from "zod";
import type { ProblemResponse } from "@/lib/contracts/problem";
import { isRequestError, RequestError } from "../request-error";
import type { Runtime } from "../runtime";
import { getRuntime } from "../runtime-slot";
import { readBounded } from "./read-bounded";

/** No route takes more than this, 64 KiB, in a body of its own API. */
const MAX_BODY_BYTES = 64 * 1024;

interface RouteContext {
  /** Undefined for a route without parameters. */
  readonly params: Promise<Record<string, string | string[] | undefined> | undefined>;
}

type Params = Readonly<Record<string, string>>;
type NextRoute = (request: Request, context: RouteContext) => Promise<Response>;
type Work<Input> = (input: Input, parts: { services: Runtime["services"]; params: Params }) => unknown;

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

/** Answers with what `work` makes, or with a problem (lib/contracts/problem.ts) that says what went wrong. */
async function answer(
  context: RouteContext,
  response: z.ZodType,
  status: number,
  work: (runtime: Runtime, params: Params) => unknown,
): Promise<Response> {
  const runtime = await getRuntime();
  try {
    const params = Object.fromEntries(
      Object.entries((await context.params) ?? {}).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join("/") : (value ?? ""),
      ]),
    );
    return Response.json(response.parse(await work(runtime, params)), { status, headers: NO_STORE });
  } catch (error) {
    const { status: problemStatus, problem } = toProblem(error);
    if (problemStatus === 500) runtime.log.error({ err: error }, "a request failed");
    return Response.json(problem, { status: problemStatus, headers: NO_STORE });
  }
}

function parseInput<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => ({ field: issue.path.join("."), message: issue.message }));
  const [first] = fields;
  const message = first === undefined ? "The request is not valid." : `${first.field} ${first.message}`.trim();
  throw new RequestError(400, "invalid_request", message, { fields });
}

/** A `GET`: the query is checked by its contract, and so is the answer. */
export function getRoute<Q extends z.ZodType, R extends z.ZodType>(
  contract: { query: Q; response: R },
  work: Work<z.output<Q>>,
): NextRoute {
  return (request, context) =>
    answer(context, contract.response, 200, ({ services }, params) =>
      work(parseInput(contract.query, Object.fromEntries(new URL(request.url).searchParams)), { services, params }),
    );
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
function assertSameOrigin(request: Request, publicUrl: string | null): void {
  const origin = request.headers.get("origin");
  if (origin === null) return;
  // Behind a server that changes the Host header, the public address is the one that the browser knows.
  const own = [request.headers.get("host"), publicUrl === null ? null : new URL(publicUrl).host];
  if (URL.canParse(origin) && own.includes(new URL(origin).host)) return;
  throw new RequestError(403, "foreign_origin", "Changes are only taken from Banwatch's own pages.");
}

/** A `POST` or `PATCH`: the JSON body is checked by its contract, and so is the answer. */
export function changeRoute<B extends z.ZodType, R extends z.ZodType>(
  contract: { body: B; response: R; status?: 200 | 201 },
  work: Work<z.output<B>>,
): NextRoute {
  return (request, context) =>
    answer(context, contract.response, contract.status ?? 200, async ({ services, env }, params) => {
      assertSameOrigin(request, env.publicUrl);
      return work(parseInput(contract.body, await readJson(request)), { services, params });
    });
}
