/** The viewer's IANA time zone, written by the browser so that the server draws the same times as the browser will. */
export const TIME_ZONE_COOKIE = "banwatch-tz";

/** What a first visit is drawn in, before the browser has said where it is. */
export const FALLBACK_TIME_ZONE = "UTC";

/** @returns `value` when the runtime knows it as a time zone, else UTC: a cookie is anybody's text. */
export function parseTimeZone(value: string | undefined): string {
  if (!value) return FALLBACK_TIME_ZONE;
  try {
    new Intl.DateTimeFormat("en", { timeZone: value });
    return value;
  } catch {
    return FALLBACK_TIME_ZONE;
  }
}
