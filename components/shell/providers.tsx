"use client";

import { setNonce } from "get-nonce";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { Tooltip } from "radix-ui";
import { type ReactNode, useState } from "react";
import { Toaster } from "@/components/ui/toaster";
import { QueryProvider } from "@/lib/client/api/query-provider";
import { ViewerTimeZone } from "./viewer-time-zone";

const TOOLTIP_DELAY_MS = 300;

/** In a browser alone: on the server one variable would stand for the pages of everybody. */
function rememberNonce(nonce: string | undefined): void {
  if (typeof document !== "undefined" && nonce !== undefined) setNonce(nonce);
}

/**
 * What every page may count on: the viewer's time zone, the query cache, state in the URL, tooltips and toasts.
 *
 * @param nonce of the page's Content-Security-Policy, for the style element with which a dialog locks the scrolling
 */
export function Providers({ nonce, children }: { nonce?: string; children: ReactNode }) {
  // Once: a later answer of the server has another nonce, but the page goes on under the policy that it came with.
  useState(() => rememberNonce(nonce));
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
