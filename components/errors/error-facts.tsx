import { useTranslations } from "next-intl";
import { CopyButton } from "@/components/ui/copy-button";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { Instant } from "@/components/ui/instant";
import { type ErrorFact, listErrorFacts } from "@/lib/client/errors/error-detail";
import type { ErrorEvent } from "@/lib/contracts/errors";

/** All that was recorded of one error. What the call did not have says so, instead of being left out. */
export function ErrorFacts({ error }: { error: ErrorEvent }) {
  const t = useTranslations("errors");
  const wordsFor = (missing: ErrorFact["term"]) => {
    if (missing === "account") return t("unknownAccount");
    const usedOwnKey = missing === "proxyKey" && error.accountId !== null && error.source === "program";
    return t(usedOwnKey ? "detail.ownKey" : "detail.notGiven");
  };
  return (
    <DescriptionList className="border-y">
      <DescriptionItem term={t("detail.when")}>
        <Instant atMs={error.atMs} className="whitespace-normal" />
      </DescriptionItem>
      {listErrorFacts(error).map(({ term, value, copyable }) => (
        <DescriptionItem key={term} term={t(`detail.${term}`)}>
          {value === null ? (
            <span className="text-muted">{wordsFor(term)}</span>
          ) : (
            <span className="flex items-start justify-between gap-2">
              <bdi translate="no" className="wrap-anywhere min-w-0">
                {value}
              </bdi>
              {copyable && <CopyButton text={value} label={t("detail.copyValue")} className="-my-1" />}
            </span>
          )}
        </DescriptionItem>
      ))}
      <DescriptionItem term={t("detail.httpStatus")}>
        {error.httpStatus === 0 ? <span className="text-muted">{t("detail.noReply")}</span> : error.httpStatus}
      </DescriptionItem>
      <DescriptionItem term={t("detail.latency")}>{t("detail.latencyValue", { ms: error.latencyMs })}</DescriptionItem>
      <DescriptionItem term={t("detail.origin")}>
        {t(`origin.${error.origin}`)}
        <span className="block text-muted text-xs">{t(`originHint.${error.origin}`)}</span>
      </DescriptionItem>
      <DescriptionItem term={t("detail.source")}>{t(`source.${error.source}`)}</DescriptionItem>
    </DescriptionList>
  );
}
