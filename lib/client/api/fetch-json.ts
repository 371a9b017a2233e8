import type { z } from "zod";
import { type ProblemResponse, problemResponse } from "@/lib/contracts/problem";
import { isSignedOut, leaveForSignIn } from "./signed-out";

/** A request to Banwatch's own API that was not answered as hoped. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  /**
   * @param status the HTTP status; 0 when there was no answer at all
   * @param problem what the server says is wrong; null when it said nothing readable
   * @param retryAfterSeconds how long to wait before the next try; null where the server does not say
   */
  constructor(
    readonly status: number,
    readonly problem: ProblemResponse["error"] | null,
    message: string,
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(message);
  }
}

async function toApiError(response: Response): Promise<ApiError> {
  const parsed = problemResponse.safeParse(await response.json().catch(() => null));
  const retryAfterSeconds = readRetryAfter(response.headers.get("retry-after"));
  if (!parsed.success) return new ApiError(response.status, null, `HTTP ${response.status}`, retryAfterSeconds);
  return new ApiError(response.status, parsed.data.error, parsed.data.error.message, retryAfterSeconds);
}

/** Banwatch sends whole seconds only (RFC 9110, 10.2.3 also knows a date). */
function readRetryAfter(value: string | null): number | null {
  return value !== null && /^\d{1,9}$/.test(value) ? Number(value) : null;
}

async function request<S extends z.ZodType>(url: string, response: S, init: RequestInit): Promise<z.output<S>> {
  let answer: Response;
  try {
    answer = await fetch(url, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiError(0, null, "Banwatch did not answer");
  }
  if (!answer.ok) {
    const error = await toApiError(answer);
    if (isSignedOut(error)) leaveForSignIn();
    throw error;
  }
  return response.parse(await answer.json());
}

/**
 * Gets from Banwatch's API and checks the answer against its contract.
 *
 * @throws {ApiError} when it is refused or there is no answer
 */
export function fetchJson<S extends z.ZodType>(url: string, response: S, signal?: AbortSignal): Promise<z.output<S>> {
  return request(url, response, { signal });
}

/**
 * Sends a change to Banwatch's API.
 *
 * @param body undefined for a route that takes none, as a `DELETE`
 * @param signal gives up waiting for the answer; only for what asks and changes nothing
 * @throws {ApiError} when it is refused, with the fields at fault
 */
export function sendJson<S extends z.ZodType>(
  method: "POST" | "PATCH" | "DELETE",
  url: string,
  body: unknown,
  response: S,
  signal?: AbortSignal,
): Promise<z.output<S>> {
  if (body === undefined) return request(url, response, { method, signal });
  return request(url, response, {
    method,
    signal,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}

/** `?a=1&b=2` of what is set; empty when nothing is. */
export function toQuery(values: Readonly<Record<string, string | number | undefined>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value !== undefined) query.set(name, String(value));
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}
