import { CircleCheck, CircleX, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import { CodeBlock } from "@/components/ui/code-block";
import type { TestChannelResponse } from "@/lib/contracts/alert-channels";

type TestOutcomeProps = {
  result: TestChannelResponse | undefined;
  error: Error | null;
  /** Said of one that arrived; that one should look where, unless told. */
  next?: string;
};

/** What came of a test: the service's own answer, and what to do. Read out when it comes. */
export function TestOutcome({ result, error, next }: TestOutcomeProps) {
  const t = useTranslations("channels.test");
  return (
    <div role="status" className="empty:hidden">
      {error !== null && (
        <div className="flex gap-3 rounded-md border border-critical/40 bg-critical-soft p-3">
          <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-critical" />
          <div className="min-w-0">
            <p className="font-medium text-critical">{t("failed")}</p>
            <p className="wrap-anywhere">{error.message}</p>
          </div>
        </div>
      )}
      {error === null && result && <Answer result={result} next={next ?? t("deliveredNext")} />}
    </div>
  );
}

function Answer({ result, next }: { result: TestChannelResponse; next: string }) {
  const { delivered, httpStatus, answer, latencyMs, reason } = result;
  const t = useTranslations("channels.test");
  const Icon = delivered ? CircleCheck : CircleX;
  const silence = httpStatus === null && !delivered ? t("nothing") : t("noAnswer");
  return (
    <div className="grid gap-3">
      <div
        className={cn(
          "flex flex-wrap items-center gap-x-4 gap-y-1 rounded-md border px-3 py-2",
          delivered ? "border-success/40 bg-success-soft" : "border-critical/40 bg-critical-soft",
        )}
      >
        <span className={cn("flex items-center gap-2 font-medium", delivered ? "text-success" : "text-critical")}>
          <Icon aria-hidden className="size-4 shrink-0" />
          {t(delivered ? "delivered" : "notDelivered")}
        </span>
        <span className="flex gap-x-4 tabular-nums">
          {httpStatus !== null && <span>{t("status", { status: httpStatus })}</span>}
          <span>{t("took", { ms: latencyMs })}</span>
        </span>
      </div>
      {reason !== null ? (
        <div>
          <p className="text-muted text-xs">{t("next")}</p>
          <p lang="en" className="wrap-anywhere">
            {reason}
          </p>
        </div>
      ) : (
        delivered && <p>{next}</p>
      )}
      {answer.trim() === "" ? (
        <p className="text-muted">{silence}</p>
      ) : (
        <CodeBlock label={t("answer")} code={answer} className="[&_pre]:wrap-anywhere [&_pre]:whitespace-pre-wrap" />
      )}
    </div>
  );
}
