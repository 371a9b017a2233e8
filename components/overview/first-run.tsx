"use client";

import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { BrandMark } from "@/components/shell/brand-mark";
import { buttonClasses } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { useAllows } from "@/lib/client/session/viewer";

const STEPS = ["add", "point", "watch"] as const;

/** In place of empty panels as long as there is nothing to watch. */
export function FirstRun() {
  const t = useTranslations("overview.firstRun");
  const tShell = useTranslations("shell");
  const maySetUp = useAllows("admin");
  return (
    <Card className="flex flex-col items-center px-5 py-12 text-center sm:py-16">
      <BrandMark className="size-12" />
      <h2 className="mt-5 font-semibold text-xl tracking-tight">{t("title")}</h2>
      <p className="mt-2 max-w-[56ch] text-balance text-muted">{t("hint")}</p>
      {maySetUp ? (
        <Link href="/setup" className={`${buttonClasses({ variant: "primary" })} mt-6`}>
          {t("action")}
          <ArrowRight aria-hidden />
        </Link>
      ) : (
        <p className="mt-6 font-medium">{tShell("needsRole.admin")}</p>
      )}
      <ol className="mt-12 grid w-full max-w-4xl gap-6 text-left md:grid-cols-3 md:gap-8">
        {STEPS.map((step, index) => (
          <li key={step} className="flex gap-3">
            <span
              aria-hidden
              className="flex size-6 shrink-0 items-center justify-center rounded-full bg-accent-soft font-medium text-accent text-xs tabular-nums"
            >
              {index + 1}
            </span>
            <div>
              <h3 className="font-medium leading-6">{t(`steps.${step}`)}</h3>
              <p className="mt-0.5 text-muted">{t(`steps.${step}Hint`)}</p>
            </div>
          </li>
        ))}
      </ol>
    </Card>
  );
}
