"use client";

import Link from "next/link";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { buttonClasses } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Sheet } from "@/components/ui/sheet";
import { usePeriod } from "@/lib/client/clock/use-period";
import { readReportPath } from "@/lib/client/errors/error-detail";
import { errorsHref } from "@/lib/client/errors/error-filter";
import type { ErrorEvent } from "@/lib/contracts/errors";
import { CodeText } from "./code-name";
import { ErrorExplanation } from "./error-explanation";
import { ErrorFacts } from "./error-facts";

/** Everything known of one error: what it means, what to do, the text as it came, and the record. */
export function ErrorDetailSheet({ error, onClose }: { error: ErrorEvent | null; onClose: () => void }) {
  const t = useTranslations("errors.detail");
  const [period] = usePeriod();
  if (error === null) return null;
  const reportPath = readReportPath(error);
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && onClose()}
      title={
        <span className="flex items-start gap-2.5">
          <CodeText code={error.code} className="wrap-anywhere text-[0.9375rem]" />
          <CopyButton text={error.code} label={t("copyCode")} />
        </span>
      }
      footer={
        <Link
          href={errorsHref({ code: error.code, origin: error.origin === "held" ? "any" : null, period })}
          onClick={onClose}
          className={buttonClasses({ variant: "primary" })}
        >
          {t("allWithCode")}
        </Link>
      }
    >
      <div className="flex flex-col gap-6">
        <ErrorExplanation code={error.code} origin={error.origin} />
        <Section
          title={error.origin === "upstream" ? t("text") : t("ownText")}
          action={error.description && <CopyButton text={error.description} label={t("copyText")} />}
        >
          {error.description ? (
            <p
              dir="auto"
              translate="no"
              className="wrap-anywhere whitespace-pre-wrap rounded-md border bg-sunken px-3 py-2.5"
            >
              {error.description}
            </p>
          ) : (
            <p className="text-muted">{t("noText")}</p>
          )}
          {reportPath !== null && (
            <p className="mt-2">
              <Link href={reportPath} className={buttonClasses({ size: "sm" })}>
                {t("openReport")}
              </Link>
            </p>
          )}
        </Section>
        <Section title={t("facts")}>
          <ErrorFacts error={error} />
        </Section>
      </div>
    </Sheet>
  );
}

function Section({ title, action, children }: { title: ReactNode; action?: ReactNode; children: ReactNode }) {
  return (
    <section>
      <div className="mb-1.5 flex min-h-7 items-center justify-between gap-2">
        <h3 className="font-medium">{title}</h3>
        {action}
      </div>
      {children}
    </section>
  );
}
