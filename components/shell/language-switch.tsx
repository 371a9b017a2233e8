"use client";

import { Languages } from "lucide-react";
import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useTransition } from "react";
import {
  DropdownMenu,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
} from "@/components/ui/dropdown-menu";
import { IconButton } from "@/components/ui/icon-button";
import { LOCALES } from "@/lib/domain/locales";
import { LOCALE_COOKIE } from "@/lib/i18n/locales";
import { writePreference } from "./preference-cookie";

/** A language calls itself by its own name, so that whoever reads only that one finds it. */
const OWN_NAMES = { en: "English", "zh-CN": "简体中文" };

/** Chooses the language. The page keeps its state: only the texts come anew from the server. */
export function LanguageSwitch() {
  const t = useTranslations("shell.language");
  const locale = useLocale();
  const router = useRouter();
  const [isPending, startTransition] = useTransition();

  const choose = (value: string) => {
    writePreference(LOCALE_COOKIE, value);
    startTransition(() => router.refresh());
  };

  return (
    <DropdownMenu trigger={<IconButton icon={Languages} label={t("label")} aria-busy={isPending} />}>
      <DropdownMenuLabel>{t("label")}</DropdownMenuLabel>
      <DropdownMenuRadioGroup value={locale} onValueChange={choose}>
        {LOCALES.map((value) => (
          <DropdownMenuRadioItem key={value} value={value} lang={value}>
            {OWN_NAMES[value]}
          </DropdownMenuRadioItem>
        ))}
      </DropdownMenuRadioGroup>
    </DropdownMenu>
  );
}
