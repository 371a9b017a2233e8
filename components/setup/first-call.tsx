"use client";

import { CircleCheck } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { buttonClasses } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { Instant } from "@/components/ui/instant";
import { Spinner } from "@/components/ui/spinner";

type FirstCallProps = {
  /** UTC epoch milliseconds; null while none has come. */
  firstCallAtMs: number | null;
  /** The server did not answer the last time it was asked. */
  stale: boolean;
};

/** Whether a program of the account has got through. Its change is read out, for the eye is in the terminal. */
export function FirstCall({ firstCallAtMs, stale }: FirstCallProps) {
  const t = useTranslations("setup.firstCall");
  const isReceived = firstCallAtMs !== null;
  return (
    <Card className={cn("flex min-h-16 flex-wrap items-center gap-x-4 gap-y-3 p-4", isReceived && "border-success/50")}>
      <div role="status" className="flex min-w-0 flex-1 basis-64 items-center gap-3">
        <span
          className={cn(
            "flex size-9 shrink-0 items-center justify-center rounded-full",
            isReceived ? "bg-success-soft text-success" : "bg-info-soft text-info",
          )}
        >
          {isReceived ? <CircleCheck aria-hidden className="size-5" /> : <Spinner />}
        </span>
        <div className="min-w-0">
          <p className="font-medium">{isReceived ? t("received") : t("waiting")}</p>
          <p className="text-muted">
            {isReceived ? (
              <>
                {t("receivedHint")} <Instant atMs={firstCallAtMs} />
              </>
            ) : (
              t(stale ? "stale" : "waitingHint")
            )}
          </p>
        </div>
      </div>
      <div className="flex flex-wrap gap-2">
        <Link href="/setup" className={buttonClasses()}>
          {t("another")}
        </Link>
        <Link href="/" className={buttonClasses({ variant: isReceived ? "primary" : "secondary" })}>
          {t("overview")}
        </Link>
      </div>
    </Card>
  );
}
