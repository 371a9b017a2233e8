"use client";

import { TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import type { CheckFailure } from "@/lib/client/accounts/account-failure";
import type { AccountDraftState } from "@/lib/client/accounts/use-account-draft";

type SaveFailureNoticeProps = {
  failure: AccountDraftState["failure"];
  providerName: string;
  onSaveUnchecked: () => void;
  saving: boolean;
};

/** Why an account was not saved, in the provider's words and in ours, and the way past the check. Read out at once. */
export function SaveFailureNotice({ failure, providerName, onSaveUnchecked, saving }: SaveFailureNoticeProps) {
  const t = useTranslations("accounts.failure");
  return (
    <div role="alert" className="empty:hidden">
      {failure && (
        <div className="flex gap-3 rounded-md border border-critical/40 bg-critical-soft p-3">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-critical" />
          <div className="flex min-w-0 flex-1 flex-col gap-2">
            {failure.kind === "other" ? (
              <>
                <p className="font-medium text-critical">{t("other")}</p>
                <p className="wrap-anywhere">{failure.message}</p>
              </>
            ) : (
              <>
                <div>
                  <p className="font-medium text-critical">{t(failure.check.outcome, { provider: providerName })}</p>
                  <p>{t("nothingSaved")}</p>
                </div>
                <CheckAnswer check={failure.check} />
                <p>{t(`unchecked.${failure.check.outcome === "refused" ? "refused" : "other"}`)}</p>
                <Button size="sm" className="self-start" onClick={onSaveUnchecked} loading={saving}>
                  {t("saveUnchecked")}
                </Button>
              </>
            )}
          </div>
        </div>
      )}
    </div>
  );
}

function CheckAnswer({ check }: { check: CheckFailure }) {
  const t = useTranslations("accounts.failure");
  const tCatalogue = useTranslations("catalogue");
  return (
    <>
      <figure className="rounded-md border border-critical/30 bg-surface px-3 py-2">
        <figcaption className="text-muted text-xs">
          {t(check.code === null || check.outcome === "unanswered" ? "found" : "answer")}
        </figcaption>
        {check.code !== null && <code className="wrap-anywhere block font-mono font-medium text-xs">{check.code}</code>}
        <p className="wrap-anywhere">{check.description}</p>
      </figure>
      {check.explanation === null ? (
        <div>
          <p>{t(check.outcome === "unanswered" ? "unansweredMeaning" : "unreachableMeaning")}</p>
          <p>{t("unreachableNext")}</p>
        </div>
      ) : (
        <div>
          <p>{tCatalogue(`${check.explanation}.meaning`)}</p>
          <p>{tCatalogue(`${check.explanation}.nextStep`)}</p>
        </div>
      )}
    </>
  );
}
