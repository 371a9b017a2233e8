import type { ReactNode } from "react";
import { BrandMark } from "./brand-mark";
import { LanguageSwitch } from "./language-switch";
import type { Theme } from "./theme";
import { ThemeSwitch } from "./theme-switch";

const PRODUCT = "Banwatch";

/** The frame of the pages before the sign-in: nothing but the mark, the two switches, and one thing to do. */
export function EntranceFrame({ theme, children }: { theme: Theme; children: ReactNode }) {
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex h-13 items-center justify-end gap-1 px-4">
        <LanguageSwitch />
        <ThemeSwitch initialTheme={theme} />
      </header>
      {/* Not centred in height: a message that appears must not move what is being typed into. */}
      <main id="content" tabIndex={-1} className="flex-1 px-4 pt-[min(9vh,6rem)] pb-16 outline-none">
        <div className="mb-6 flex items-center justify-center gap-3">
          <BrandMark className="size-9 shrink-0" />
          <span className="font-semibold text-lg tracking-tight">{PRODUCT}</span>
        </div>
        {children}
      </main>
    </div>
  );
}
