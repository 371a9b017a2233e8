import { readNext } from "@/lib/domain/next-path";
import type { RouteParts } from "../http/route";
import { isRequestError } from "../request-error";
import type { Runtime } from "../runtime";
import { authHeaders } from "./call-auth";

type Parts = RouteParts<"anyone"> & { readonly runtime: Pick<Runtime, "auth" | "env" | "log"> };

const goTo = (location: string, headers: Headers): Response => {
  headers.set("location", location);
  return new Response(null, { status: 303, headers });
};

/** What the sign-in page has words for; everything else is `idp-failed`. */
const PROBLEMS = new Set(["unverified", "domain", "removed", "not-invited", "not-linked"]);

/** Longer than the address of any page of ours; it is kept until the way back. */
const MAX_NEXT_CHARS = 1_000;

/** better-auth appends its own code to the address of the sign-in page. */
function toOwnProblem(location: string): string {
  const url = new URL(location, "http://banwatch.invalid");
  const code = url.searchParams.get("error");
  if (url.pathname !== "/sign-in" || code === null) return `${url.pathname}${url.search}`;
  const problem = code === "account_not_linked" ? "not-linked" : PROBLEMS.has(code) ? code : "idp-failed";
  return `/sign-in?problem=${problem}`;
}

/**
 * `GET /api/session/identity-provider?next=`: sends the browser there, and afterwards to the page that it wanted. After too
 * many attempts to the sign-in page, with `problem=wait-` and the end of the wait in UTC epoch milliseconds.
 */
export async function startAtIdentityProvider(request: Request, parts: Parts): Promise<Response> {
  const from = request.headers.get("sec-fetch-site");
  // A foreign page must not sign anybody in behind their back, which a provider that knows them would do (ASVS 5, 7.6.2).
  if (from !== null && from !== "same-origin" && from !== "none") return goTo("/sign-in", parts.answerHeaders);
  try {
    const wanted = new URL(request.url).searchParams.get("next") ?? "";
    const next = readNext(wanted.length > MAX_NEXT_CHARS ? null : wanted, parts.runtime.env.origin);
    const url = await parts.services.signIn.startIdentityProvider(next, parts);
    if (url !== null) return goTo(url, parts.answerHeaders);
  } catch (error) {
    const waitSeconds = isRequestError(error) ? error.details.retryAfterSeconds : undefined;
    // The end of the wait rather than its length: the page may be loaded again meanwhile.
    if (waitSeconds !== undefined) {
      return goTo(`/sign-in?problem=wait-${Date.now() + waitSeconds * 1_000}`, parts.answerHeaders);
    }
    parts.runtime.log.info({ err: error }, "the identity provider could not be reached");
  }
  return goTo("/sign-in?problem=idp-failed", parts.answerHeaders);
}

/**
 * `GET /api/auth/callback/oidc`: the way back, which is better-auth's. It always ends on a page of Banwatch: on the one
 * that was asked for, or on the sign-in page with what went wrong.
 */
export async function returnFromIdentityProvider(request: Request, parts: Parts): Promise<Response> {
  const { auth, env, log } = parts.runtime;
  const { search } = new URL(request.url);
  const answer = await auth.handler(
    new Request(new URL(`/api/auth/callback/oidc${search}`, env.origin), { headers: request.headers }),
  );
  for (const cookie of answer.headers.getSetCookie()) parts.answerHeaders.append("set-cookie", cookie);
  const location = answer.headers.get("location");
  const page = location === null ? "/sign-in?problem=idp-failed" : toOwnProblem(location);
  // Whatever session this browser had is over: its cookie is replaced (OWASP ASVS 5, 7.2.4).
  if (!page.startsWith("/sign-in")) {
    await auth.api.signOut({ headers: authHeaders(request.headers) });
    await parts.services.signIn.forgiveIdentityProvider(parts);
  } else log.info({ status: answer.status, page }, "the identity provider's answer was refused");
  return goTo(page, parts.answerHeaders);
}
