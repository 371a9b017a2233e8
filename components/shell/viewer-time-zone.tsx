"use client";

import { NextIntlClientProvider, useLocale, useTimeZone } from "next-intl";
import { type ReactNode, useEffect, useSyncExternalStore } from "react";
import { FALLBACK_TIME_ZONE, TIME_ZONE_COOKIE } from "@/lib/i18n/time-zone";
import { writePreference } from "./preference-cookie";

/**
 * Formats every instant below in the browser's time zone.
 *
 * The cookie alone would be wrong on a first visit and after a journey; drawing times in the browser alone would leave
 * holes in the first paint. So the server draws in the cookie's zone, hydration starts from exactly that, and a
 * different zone of the browser takes over in the same moment and is written to the cookie for next time.
 */
export function ViewerTimeZone({ children }: { children: ReactNode }) {
  const locale = useLocale();
  const serverZone = useTimeZone() ?? FALLBACK_TIME_ZONE;
  const zone = useSyncExternalStore(subscribeToNothing, browserZone, () => serverZone);

  useEffect(() => {
    if (zone !== serverZone) writePreference(TIME_ZONE_COOKIE, zone);
  }, [zone, serverZone]);

  return (
    <NextIntlClientProvider locale={locale} timeZone={zone}>
      {children}
    </NextIntlClientProvider>
  );
}

// The zone has no change event; it is read anew on every render.
function subscribeToNothing(): () => void {
  return () => undefined;
}

function browserZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || FALLBACK_TIME_ZONE;
}
