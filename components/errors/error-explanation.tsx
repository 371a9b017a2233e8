import { ArrowRight, CircleHelp } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { explainCode } from "@/lib/client/error-detail";
import type { Origin } from "@/lib/contracts/common";

const SEVERITY_TONES = { critical: "critical", warning: "warning", info: "info" } as const;

/** What a code means and what to do about it, in our own words. */
export function ErrorExplanation({ code, origin }: { code: string; origin: Origin }) {
  const t = useTranslations("errors");
  const words = useTranslations("catalogue");
  const { messageKey, undocumented, verdict } = explainCode(code);
  return (
    <section>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <h3 className="font-semibold text-base">{words(`${messageKey}.title`)}</h3>
        {verdict && <Badge tone={SEVERITY_TONES[verdict.severity]}>{t(`severity.${verdict.severity}`)}</Badge>}
      </div>
      {undocumented && (
        <p className="mt-2 flex items-start gap-2 rounded-md bg-info-soft px-3 py-2 text-info">
          <CircleHelp aria-hidden className="mt-0.5 size-4 shrink-0" />
          {t("detail.undocumented")}
        </p>
      )}
      {origin !== "upstream" && (
        <p className="mt-2 rounded-md bg-warning-soft px-3 py-2 text-warning">{t(`originHint.${origin}`)}</p>
      )}
      <p className="mt-2 max-w-[68ch]">{words(`${messageKey}.meaning`)}</p>
      <div className="mt-3 rounded-md bg-accent-soft px-3 py-2.5">
        <h4 className="flex items-center gap-1.5 font-medium text-accent">
          <ArrowRight aria-hidden className="size-4" />
          {t("detail.nextStep")}
        </h4>
        <p className="mt-1 max-w-[68ch]">{words(`${messageKey}.nextStep`)}</p>
      </div>
      {verdict && (
        <DescriptionList className="mt-3 border-y">
          <DescriptionItem term={t("detail.move")}>{t(`move.${verdict.move}`)}</DescriptionItem>
          <DescriptionItem term={t("detail.scope")}>{t(`scope.${verdict.scope}`)}</DescriptionItem>
          <DescriptionItem term={t("detail.retry")}>
            {verdict.retryHelps ? t("detail.retryHelps") : t("detail.retryDoesNotHelp")}
          </DescriptionItem>
        </DescriptionList>
      )}
    </section>
  );
}
