"use client";

import { useTranslations } from "next-intl";
import type { CSSProperties } from "react";
import { Toaster as Sonner } from "sonner";

const COLOURS = {
  "--normal-bg": "var(--color-raised)",
  "--normal-text": "var(--color-foreground)",
  "--normal-border": "var(--color-border)",
  "--border-radius": "0.5rem",
  fontFamily: "var(--font-sans)",
} as CSSProperties;

/** Where `toast()` of sonner shows. The colours are our tokens, so it follows the viewer's theme. */
export function Toaster() {
  const t = useTranslations("common");
  return (
    <Sonner
      position="bottom-right"
      containerAriaLabel={t("notifications")}
      style={COLOURS}
      toastOptions={{
        closeButtonAriaLabel: t("close"),
        classNames: {
          description: "text-muted!",
          success: "[&_[data-icon]]:text-success",
          error: "[&_[data-icon]]:text-critical",
          warning: "[&_[data-icon]]:text-warning",
          info: "[&_[data-icon]]:text-info",
        },
      }}
    />
  );
}
