import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { pushResponse } from "@/lib/contracts/alert-settings";
import { doneResponse } from "@/lib/contracts/session";
import { fetchJson, sendJson } from "../api/fetch-json";
import { readBrowserPush, subscribeBrowser, unsubscribeBrowser } from "./this-browser";

const BROWSER_KEY = ["this-browser", "push"];

/** The key that browsers subscribe with, and the viewer's own browsers. */
export const pushOptions = () =>
  queryOptions({
    queryKey: ["alerts", "push"],
    queryFn: ({ signal }) => fetchJson("/api/alerts/push", pushResponse, signal),
  });

export const usePush = () => useQuery(pushOptions());

/** What this browser says. Read anew whenever the viewer comes back: permission is given and taken in its settings. */
export const useThisBrowser = () =>
  useQuery({
    queryKey: BROWSER_KEY,
    queryFn: () => readBrowserPush(),
    staleTime: 0,
    refetchOnWindowFocus: "always",
    // Nothing of it needs a network, and what failed once fails again.
    networkMode: "always",
    retry: false,
  });

/** Switches push on in this browser. The browser asks the viewer first. */
export const useSwitchPushOn = () =>
  usePushChange(async (publicKey: string) =>
    sendJson("POST", "/api/alerts/push", await subscribeBrowser(publicKey), pushResponse),
  );

/** Ends push in one of the viewer's browsers. */
export const useSwitchPushOff = () =>
  usePushChange(async ({ id, isThis }: { id: string; isThis: boolean }) => {
    await sendJson("DELETE", `/api/alerts/push/${encodeURIComponent(id)}`, undefined, doneResponse);
    // Banwatch sends nothing any more, so it is off even where the browser keeps its end of it.
    if (isThis) await unsubscribeBrowser().catch(() => undefined);
  });

function usePushChange<Answer, Which>(change: (which: Which) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: BROWSER_KEY }),
        client.invalidateQueries({ queryKey: ["alerts", "push"] }),
        client.invalidateQueries({ queryKey: ["alerts", "channels"] }),
      ]),
  });
}
