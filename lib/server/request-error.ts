/**
 * A request that can't be done, with what the person who made it should know.
 *
 * Recognise it with {@link isRequestError}: the bundler loads this module more than once, so `instanceof` would miss it.
 */
export class RequestError extends Error {
  override readonly name = "RequestError";

  /**
   * @param status the HTTP status that fits
   * @param code a stable name for programs
   * @param message what is wrong and what to do
   */
  constructor(
    readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 422 | 429 | 503,
    readonly code: string,
    message: string,
    readonly details: {
      readonly fields?: readonly { field: string; message: string }[];
      readonly provider?: { code: string; description: string };
      /** Sent as `Retry-After`. */
      readonly retryAfterSeconds?: number;
    } = {},
  ) {
    super(message);
  }
}

export function isRequestError(error: unknown): error is RequestError {
  return error instanceof Error && error.name === "RequestError";
}
