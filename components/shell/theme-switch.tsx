"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import {
  DropdownMenu,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
} from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import { writePreference } from "./preference-cookie";
import { parseTheme, THEME_COOKIE, THEMES, type Theme, themeAttribute } from "./theme";

const ICONS = { system: Monitor, light: Sun, dark: Moon };

/** Chooses the theme. It takes effect at once; the cookie makes the server draw the next page in it, without a flash. */
export function ThemeSwitch({ initialTheme }: { initialTheme: Theme }) {
  const t = useTranslations("shell.theme");
  const [theme, setTheme] = useState(initialTheme);

  const choose = (value: string) => {
    const next = parseTheme(value);
    setTheme(next);
    writePreference(THEME_COOKIE, next === "system" ? null : next);
    const attribute = themeAttribute(next);
    if (attribute) document.documentElement.dataset.theme = attribute;
    else delete document.documentElement.dataset.theme;
  };

  return (
    <DropdownMenu trigger={<IconButton icon={ICONS[theme]} label={t("label")} />}>
      <DropdownMenuLabel>{t("label")}</DropdownMenuLabel>
      <DropdownMenuRadioGroup value={theme} onValueChange={choose}>
        {THEMES.map((value) => {
          const Icon = ICONS[value];
          return (
            <DropdownMenuRadioItem key={value} value={value}>
              <Icon aria-hidden className="text-muted" />
              {t(value)}
            </DropdownMenuRadioItem>
          );
        })}
      </DropdownMenuRadioGroup>
    </DropdownMenu>
  );
}
