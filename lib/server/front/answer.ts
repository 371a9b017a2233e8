import type { ServerResponse } from "node:http";
import type { ProblemResponse } from "@/lib/contracts/problem";

type Headers = Readonly<Record<string, string>>;

/**
 * Adds headers to an answer in the moment in which it is sent, when everybody behind has set theirs. Next leaves a header
 * out that is set before it, so they can't be set early without losing what a route says.
 *
 * @param unlessSet for answers that do not have the header yet
 * @param always over whatever stands there
 */
export function sendWith(response: ServerResponse, unlessSet: Headers, always: Headers = {}): void {
  const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => ServerResponse;
  response.writeHead = ((...args: unknown[]) => {
    for (const [name, value] of Object.entries(unlessSet)) {
      if (!response.hasHeader(name)) response.setHeader(name, value);
    }
    for (const [name, value] of Object.entries(always)) response.setHeader(name, value);
    return writeHead(...args);
  }) as ServerResponse["writeHead"];
}

/** For who looks with a browser or a program, before there is an application that could answer in its own way. */
export function refuseWithText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8", connection: "close" }).end(text);
}

/** The refusal of the API (lib/contracts/problem.ts). */
export function refuseWithProblem(response: ServerResponse, status: number, code: string, message: string): void {
  const problem: ProblemResponse = { error: { code, message } };
  response
    .writeHead(status, { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" })
    .end(JSON.stringify(problem));
}
