import type { z } from "zod";
import { type ProblemResponse, problemResponse } from "@/lib/contracts/problem";

/** A request to Banwatch's own API that was not answered as hoped. */
export class ApiError extends Error {
  override readonly name = "ApiError";

  /**
   * @param status the HTTP status; 0 when there was no answer at all
   * @param problem what the server says is wrong; null when it said nothing readable
   */
  constructor(
    readonly status: number,
    readonly problem: ProblemResponse["error"] | null,
    message: string,
  ) {
    super(message);
  }
}

async function toApiError(response: Response): Promise<ApiError> {
  const parsed = problemResponse.safeParse(await response.json().catch(() => null));
  if (!parsed.success) return new ApiError(response.status, null, `HTTP ${response.status}`);
  return new ApiError(response.status, parsed.data.error, parsed.data.error.message);
}

async function request<S extends z.ZodType>(url: string, response: S, init: RequestInit): Promise<z.output<S>> {
  let answer: Response;
  try {
    answer = await fetch(url, init);
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiError(0, null, "Banwatch did not answer");
  }
  if (!answer.ok) throw await toApiError(answer);
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
 * @throws {ApiError} when it is refused, with the fields at fault
 */
export function sendJson<S extends z.ZodType>(
  method: "POST" | "PATCH",
  url: string,
  body: unknown,
  response: S,
): Promise<z.output<S>> {
  return request(url, response, {
    method,
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
