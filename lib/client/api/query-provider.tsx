"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { ApiError } from "./fetch-json";

const STALE_MS = 30_000;

/**
 * The browser's cache of what the API answered.
 *
 * Coming back to the tab refreshes what is on the screen, at most once in 30 s a query, and a hidden tab asks for
 * nothing: a team leaves the dashboard open for days. One retry rides out a hiccup; after that the panel says so. A refusal
 * is no hiccup: it would only be refused again.
 */
export function QueryProvider({ children }: { children: ReactNode }) {
  const [client] = useState(createQueryClient);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}

function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: STALE_MS,
        retry: (failures, error) => failures < 1 && !isRefusal(error),
        refetchOnWindowFocus: true,
        refetchOnReconnect: true,
        refetchIntervalInBackground: false,
      },
      mutations: { retry: 0 },
    },
  });
}

const isRefusal = (error: unknown): boolean => error instanceof ApiError && error.status >= 400 && error.status < 500;
