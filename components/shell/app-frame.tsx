import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { Viewer } from "@/lib/contracts/session";
import { AlertBell } from "./alert-bell";
import { AlertSignals } from "./alert-signals";
import { BrandMark } from "./brand-mark";
import { LanguageSwitch } from "./language-switch";
import { MobileMenu } from "./mobile-menu";
import { NavLinks } from "./nav-links";
import type { Theme } from "./theme";
import { ThemeSwitch } from "./theme-switch";
import { UserMenu } from "./user-menu";

const PRODUCT = "Banwatch";

type AppFrameProps = {
  theme: Theme;
  /** Whoever is signed in. */
  viewer: Viewer;
  /** The state of the live stream, a `LiveBadge`. */
  live?: ReactNode;
  children: ReactNode;
};

/**
 * The frame of the dashboard's pages: skip link, header, navigation, main content.
 *
 * The content takes the whole width up to 2 560 px; lines of text keep their own limits.
 */
export function AppFrame({ theme, viewer, live, children }: AppFrameProps) {
  const t = useTranslations("shell");
  return (
    <>
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 -translate-y-16 rounded-md bg-accent-fill px-3.5 py-2 font-medium text-on-fill focus:translate-y-0"
      >
        {t("skipToContent")}
      </a>
      <header className="sticky top-0 z-30 flex h-13 items-center justify-between gap-3 border-b bg-surface px-4">
        <div className="flex min-w-0 items-center gap-1.5">
          <MobileMenu />
          <Link href="/" aria-label={t("home")} className="flex min-h-9 min-w-0 items-center gap-2.5 rounded-md">
            <BrandMark className="size-6 shrink-0" />
            {/* On the narrowest screens a lost connection needs the room more. */}
            <span className="truncate max-[25rem]:hidden font-semibold text-[0.9375rem] tracking-tight">{PRODUCT}</span>
          </Link>
        </div>
        <div className="flex shrink-0 items-center gap-1">
          {live && <div className="mr-1.5 flex">{live}</div>}
          <AlertBell />
          <LanguageSwitch />
          <ThemeSwitch initialTheme={theme} />
          <UserMenu viewer={viewer} />
        </div>
      </header>
      <AlertSignals />
      <div className="flex min-h-[calc(100dvh-3.25rem)]">
        <div className="hidden w-52 shrink-0 border-r bg-surface lg:block">
          <div className="sticky top-13 max-h-[calc(100dvh-3.25rem)] overflow-y-auto p-3">
            <NavLinks />
          </div>
        </div>
        <main id="content" tabIndex={-1} className="min-w-0 flex-1 outline-none">
          <div className="mx-auto flex w-full max-w-[160rem] flex-col gap-4 px-4 py-5 sm:px-6 2xl:px-8">{children}</div>
        </main>
      </div>
    </>
  );
}
