"use client";

import { Unplug } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { errorsHref } from "@/lib/client/errors/error-filter";
import type { Period } from "@/lib/domain/period";

/** Says how many calls got no answer, beside figures that only count what the provider answered. */
export function UnansweredNote({ calls, period }: { calls: number; period: Period }) {
  const t = useTranslations("errors.frequency");
  return (
    <p className="flex items-start gap-1.5 text-muted text-xs">
      <Unplug aria-hidden className="mt-px size-3.5 shrink-0 text-warning" />
      <span>
        {t.rich("unanswered", {
          count: calls,
          link: (words) => (
            <Link
              href={errorsHref({ origin: "transport", period })}
              className="rounded-sm font-medium text-warning underline underline-offset-3"
            >
              {words}
            </Link>
          ),
        })}
      </span>
    </p>
  );
}
