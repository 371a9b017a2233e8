import { cookies, headers } from "next/headers";
import { getRequestConfig } from "next-intl/server";
import { formats } from "./formats";
import { chooseLocale, LOCALE_COOKIE } from "./locales";
import { messagesByLocale } from "./messages";
import { parseTimeZone, TIME_ZONE_COOKIE } from "./time-zone";

/** Language, messages and time zone of one request. The URL carries none of them, so a link means the same to everyone. */
export default getRequestConfig(async () => {
  const [cookieStore, headerStore] = await Promise.all([cookies(), headers()]);
  const locale = chooseLocale(cookieStore.get(LOCALE_COOKIE)?.value, headerStore.get("accept-language"));
  return {
    locale,
    formats,
    messages: messagesByLocale[locale],
    timeZone: parseTimeZone(cookieStore.get(TIME_ZONE_COOKIE)?.value),
  };
});
