"use client";

import { NuqsAdapter } from "nuqs/adapters/next/app";
import { Tooltip } from "radix-ui";
import type { ReactNode } from "react";
import { Toaster } from "@/components/ui/toaster";
import { QueryProvider } from "@/lib/client/query-provider";
import { ViewerTimeZone } from "./viewer-time-zone";

const TOOLTIP_DELAY_MS = 300;

/** What every page may count on: the viewer's time zone, the query cache, state in the URL, tooltips and toasts. */
export function Providers({ children }: { children: ReactNode }) {
  return (
    <ViewerTimeZone>
      <QueryProvider>
        <NuqsAdapter>
          <Tooltip.Provider delayDuration={TOOLTIP_DELAY_MS}>
            {children}
            <Toaster />
          </Tooltip.Provider>
        </NuqsAdapter>
      </QueryProvider>
    </ViewerTimeZone>
  );
}
