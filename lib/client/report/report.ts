import { queryOptions, useQuery } from "@tanstack/react-query";
import { cooldownReport } from "@/lib/contracts/cooldowns";
import { ApiError, fetchJson, toQuery } from "../api/fetch-json";

const pathOf = (id: string) => `/api/cooldowns/${encodeURIComponent(id)}`;

/** The report of one ban. Its key begins as that of the running bans: what changes these brings it up to date as well. */
export const cooldownReportOptions = (id: string) =>
  queryOptions({
    queryKey: ["cooldowns", "report", id],
    queryFn: async ({ signal }) => {
      const report = await fetchJson(pathOf(id), cooldownReport, signal);
      // With the server's clock at the time of the answer a countdown is right however wrong the browser's clock is.
      return { ...report, receivedAtMs: performance.now() };
    },
  });

export const useCooldownReport = (id: string) => useQuery(cooldownReportOptions(id));

/** Whether there is no such ban, as opposed to a failure to load it. */
export const isGone = (error: unknown): boolean => error instanceof ApiError && error.status === 404;

/** Where the report is found as a file. */
export const reportFileHref = (id: string, format: "json" | "markdown"): string =>
  `${pathOf(id)}/export${toQuery({ format })}`;
