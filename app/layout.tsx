import "./globals.css";

import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Frame } from "@/components/shell/frame";
import { Providers } from "@/components/shell/providers";
import { parseTheme, THEME_COOKIE, themeAttribute } from "@/components/shell/theme";
import { readViewerHeader } from "@/lib/client/session/read-viewer-header";
import { ViewerProvider } from "@/lib/client/session/viewer";
import { NONCE_HEADER, VIEWER_HEADER } from "@/lib/contracts/page-headers";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("shell.meta");
  return {
    title: { default: "Banwatch", template: "%s · Banwatch" },
    description: t("description"),
    // A private dashboard has no business in a search engine.
    robots: { index: false, follow: false },
  };
}

export const viewport: Viewport = {
  colorScheme: "light dark",
};

/**
 * Theme and viewer are in the HTML from the first byte: no flash, and no inline script. The theme comes from a cookie, who
 * is signed in from the server in front of the pages.
 */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, cookieStore, headerStore] = await Promise.all([getLocale(), cookies(), headers()]);
  const theme = parseTheme(cookieStore.get(THEME_COOKIE)?.value);
  return (
    <html lang={locale} data-theme={themeAttribute(theme)}>
      <body>
        <NextIntlClientProvider>
          <Providers nonce={headerStore.get(NONCE_HEADER) ?? undefined}>
            <ViewerProvider viewer={readViewerHeader(headerStore.get(VIEWER_HEADER))}>
              <Frame theme={theme}>{children}</Frame>
            </ViewerProvider>
          </Providers>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
