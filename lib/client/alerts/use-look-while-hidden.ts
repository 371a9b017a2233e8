import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { openAlertsOptions } from "./alerts";

/** Browsers let a hidden page's timers run once a minute at most after a while; until then this is soon enough. */
const LOOK_EVERY_MS = 20_000;

/**
 * Goes on asking for what fires while nobody looks at the page, whose stream is paused then: title, icon and sound are
 * for exactly that time. To be used once a page.
 */
export function useLookWhileHidden(): void {
  const client = useQueryClient();
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === "hidden") void client.prefetchQuery({ ...openAlertsOptions(), staleTime: 0 });
    }, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, [client]);
}
