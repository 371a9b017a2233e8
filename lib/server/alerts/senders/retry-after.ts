/** The outbox gives up after a day; a longer wait is no service to anybody. */
const MAX_WAIT_MS = 24 * 60 * 60 * 1_000;

function readSeconds(value: unknown): number | null {
  const seconds = typeof value === "number" ? value : typeof value === "string" && value !== "" ? Number(value) : NaN;
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(Math.ceil(seconds * 1_000), MAX_WAIT_MS) : null;
}

/** A date of HTTP always names its time zone (RFC 9110, 5.6.7): a bare number of another form is none. */
function readDate(value: string, nowMs: number): number | null {
  const atMs = /[a-z]{3}/i.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(atMs) ? null : Math.min(Math.max(atMs - nowMs, 0), MAX_WAIT_MS);
}

/**
 * How long a service asks to be left alone: `Retry-After` (RFC 9110, 10.2.3) in seconds or as a date; in the body
 * Discord's and Slack's `retry_after` and Telegram's `parameters.retry_after`, in seconds. Discord's own header goes
 * before all, because its older versions count the others in milliseconds.
 *
 * @param json the body, null where it is not JSON
 * @returns milliseconds, at most a day; null when it does not say
 */
export function readRetryAfterMs(
  headers: Readonly<Record<string, string>>,
  json: unknown,
  nowMs: number,
): number | null {
  const { "x-ratelimit-reset-after": resetAfter, "retry-after": retryAfter } = headers;
  const body = (json ?? {}) as { retry_after?: unknown; parameters?: { retry_after?: unknown } | null };
  return (
    readSeconds(resetAfter) ??
    readSeconds(retryAfter) ??
    (retryAfter === undefined ? null : readDate(retryAfter, nowMs)) ??
    readSeconds(body.retry_after) ??
    readSeconds(body.parameters?.retry_after)
  );
}
