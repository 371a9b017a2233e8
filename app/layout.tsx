import "./globals.css";

import type { Metadata, Viewport } from "next";
import { cookies } from "next/headers";
import { NextIntlClientProvider } from "next-intl";
import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { AppFrame } from "@/components/shell/app-frame";
import { LiveStatus } from "@/components/shell/live-status";
import { Providers } from "@/components/shell/providers";
import { parseTheme, THEME_COOKIE, themeAttribute } from "@/components/shell/theme";

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

/** The theme comes from a cookie and is in the HTML from the first byte: no flash, and no inline script. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const [locale, cookieStore] = await Promise.all([getLocale(), cookies()]);
  const theme = parseTheme(cookieStore.get(THEME_COOKIE)?.value);
  return (
    <html lang={locale} data-theme={themeAttribute(theme)}>
      <body>
        <NextIntlClientProvider>
          <Providers>
            <AppFrame theme={theme} live={<LiveStatus />}>
              {children}
            </AppFrame>
          </Providers>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
