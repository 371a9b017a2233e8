"use client";

import "./globals.css";

import { NextIntlClientProvider } from "next-intl";
import { PageFailure } from "@/components/shell/page-failure";
import common from "@/lib/i18n/messages/en/common.json";
import shell from "@/lib/i18n/messages/en/shell.json";

/**
 * The last resort: the root layout itself failed, so there is no request configuration to rely on. Speaks English and
 * follows the system's theme.
 */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>{shell.failure.title}</title>
        <NextIntlClientProvider locale="en" messages={{ common, shell }} timeZone="UTC">
          <main className="mx-auto max-w-2xl p-6">
            <PageFailure error={error} onRetry={retry} />
          </main>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
