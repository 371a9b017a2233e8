"use client";

import { ArrowRight, Inbox } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { buttonClasses } from "@/components/ui/button";
import { Panel, PanelEmpty, PanelFailure, PanelSkeleton } from "@/components/ui/panel";
import { usePeriod } from "@/lib/client/clock/use-period";
import { errorsHref } from "@/lib/client/errors/error-filter";
import { useLatestErrors } from "@/lib/client/errors/errors";
import { useCodeColour } from "@/lib/client/errors/use-code-colour";
import { ErrorTable } from "./error-table";
import { useErrorDetail } from "./use-error-detail";
import { useNewcomers } from "./use-newcomers";

const SHOWN = 12;
const HEIGHT = "min-h-72";
/** About that of a full list, the usual case, so that little moves when it comes. */
const FILLED_HEIGHT = "min-h-[40rem]";

/**
 * The newest errors as they come. What has just come is marked for a moment; it is not announced, since in a storm an
 * announcement would follow the other without end.
 */
export function LatestErrorsPanel() {
  const t = useTranslations("errors.latest");
  const { data, error, isPending, isFetching, refetch } = useLatestErrors(SHOWN);
  const [period] = usePeriod();
  const colourOf = useCodeColour();
  const detail = useErrorDetail();
  const isNew = useNewcomers(data?.events);

  if (isPending) return <PanelSkeleton label={t("label")} className={FILLED_HEIGHT} />;
  if (!data) {
    return (
      <PanelFailure
        title={t("failed")}
        error={error}
        onRetry={() => refetch()}
        retrying={isFetching}
        className={HEIGHT}
      />
    );
  }
  if (data.events.length === 0) {
    return <PanelEmpty label={t("label")} icon={Inbox} title={t("empty")} hint={t("emptyHint")} className={HEIGHT} />;
  }
  return (
    <>
      <Panel
        label={t("label")}
        stale={error !== null}
        flush
        className={HEIGHT}
        actions={
          <Link href={errorsHref({ period })} className={buttonClasses({ variant: "ghost", size: "sm" })}>
            {t("all")}
            <ArrowRight aria-hidden />
          </Link>
        }
      >
        <ErrorTable label={t("label")} errors={data.events} colourOf={colourOf} onOpen={detail.open} isNew={isNew} />
      </Panel>
      {detail.sheet}
    </>
  );
}
