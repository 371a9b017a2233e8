/** The viewer's theme. Without the cookie the system decides, in CSS alone. */
export const THEME_COOKIE = "banwatch-theme";

export const THEMES = ["system", "light", "dark"] as const;

export type Theme = (typeof THEMES)[number];

/** @returns `system` for anything but a known theme: a cookie is anybody's text. */
export function parseTheme(value: string | undefined): Theme {
  return THEMES.find((theme) => theme === value) ?? "system";
}

/** The `data-theme` of `<html>`; `system` has none, so that `prefers-color-scheme` decides. */
export function themeAttribute(theme: Theme): "light" | "dark" | undefined {
  return theme === "system" ? undefined : theme;
}
