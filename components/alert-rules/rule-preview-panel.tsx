"use client";

import { CircleDashed, Info } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Skeleton } from "@/components/ui/skeleton";
import { Spinner } from "@/components/ui/spinner";
import { prepareRulePreview, type RulePreview, toPreviewRequest } from "@/lib/client/alert-rules/prepare-rule-preview";
import { type RuleDraft, toRuleSettings } from "@/lib/client/alert-rules/rule-form";
import { useRulePreview } from "@/lib/client/alert-rules/rule-preview";
import type { RulePreviewResponse, RuleSettings } from "@/lib/contracts/alert-rules";
import { ruleKindFacts } from "@/lib/domain/alert-rules/kinds";
import { PreviewChart } from "./preview-chart";
import { PreviewStrip } from "./preview-strip";
import { PreviewTable } from "./preview-table";
import { useRuleSentence } from "./use-rule-words";

/** A rule that speaks more often than once a day is soon ignored. */
const OFTEN = 30;

/** When the rule of the form would have fired in the last 30 days, kept up with what is typed. */
export function RulePreviewPanel({ draft }: { draft: RuleDraft }) {
  const t = useTranslations("alert-rules.preview");
  const sentence = useRuleSentence();
  const request = toPreviewRequest(draft);
  const { data, error, isBehind, refetch } = useRulePreview(request);
  const rule = toRuleSettings(draft);
  return (
    <section aria-label={t("title")} className="grid gap-3 rounded-lg border bg-background p-4">
      <header className="flex min-h-6 items-center justify-between gap-2">
        <h3 className="font-semibold">{t("title")}</h3>
        {request !== null && isBehind && <Spinner className="text-muted" />}
      </header>
      {request !== null && <p className="wrap-anywhere text-muted">{sentence(rule)}</p>}
      <PreviewBody
        answer={data}
        error={error}
        rule={rule}
        asked={request !== null}
        behind={isBehind}
        onRetry={() => refetch()}
      />
    </section>
  );
}

type PreviewBodyProps = {
  answer: RulePreviewResponse | undefined;
  error: Error | null;
  rule: RuleSettings;
  asked: boolean;
  behind: boolean;
  onRetry: () => void;
};

function PreviewBody({ answer, error, rule, asked, behind, onRetry }: PreviewBodyProps) {
  const t = useTranslations("alert-rules.preview");
  if (!asked) {
    return (
      <p className="flex items-center gap-2 py-6 text-muted">
        <CircleDashed aria-hidden className="size-4 shrink-0" />
        {t("incomplete")}
      </p>
    );
  }
  if (error !== null && !behind) {
    return (
      <div role="alert" className="grid justify-items-start gap-2 py-4">
        <p className="font-medium text-critical">{t("failed")}</p>
        <p className="wrap-anywhere text-muted">{error.message}</p>
        <Button size="sm" onClick={onRetry}>
          {t("retry")}
        </Button>
      </div>
    );
  }
  if (answer === undefined) {
    return (
      <div className="grid gap-3">
        <p role="status" className="text-muted">
          {t("waiting")}
        </p>
        <Skeleton className="h-10" />
        <Skeleton className="h-40" />
      </div>
    );
  }
  const unit = ruleKindFacts(rule.when).threshold?.unit ?? null;
  const preview = prepareRulePreview(answer, [rule.threshold, rule.clearAt], unit ?? "minutes");
  return (
    // Of the form as it was a moment ago, until the next answer is here.
    <div className={cn("grid gap-4 transition-opacity", behind && "opacity-60")}>
      <Verdict preview={preview} />
      <PreviewStrip preview={preview} fromMs={answer.fromMs} toMs={answer.toMs} />
      {preview.series.length > 0 && <PreviewChart preview={preview} answer={answer} rule={rule} />}
      <Notes preview={preview} answer={answer} />
      {preview.firings.length > 0 && <PreviewTable preview={preview} unit={unit} />}
    </div>
  );
}

/** The answer in a sentence, read out when it changes. */
function Verdict({ preview: { total, open, isUnknown, unknownTo } }: { preview: RulePreview }) {
  const t = useTranslations("alert-rules.preview");
  if (isUnknown) {
    return (
      <div role="status">
        <p className="font-semibold text-lg tracking-tight">{t("nothingKnown")}</p>
        <p className="text-muted">{t("nothingKnownHint")}</p>
      </div>
    );
  }
  return (
    <div role="status">
      <p className="font-semibold text-lg tabular-nums tracking-tight">{t("would", { count: total })}</p>
      {open > 0 && <p className="text-critical">{t("firingNow", { count: open })}</p>}
      {total === 0 && unknownTo === null && <p className="text-muted">{t("quiet")}</p>}
      {total > OFTEN && <p className="text-warning">{t("often")}</p>}
    </div>
  );
}

/** What is not as exact as the rest, in words. */
function Notes({ preview, answer }: { preview: RulePreview; answer: RulePreviewResponse }) {
  const t = useTranslations("alert-rules.preview");
  const { coarseBeforeMs, unknownBeforeMs } = answer;
  const notes: ReactNode[] = [];
  if (preview.unknownTo !== null && unknownBeforeMs !== null)
    notes.push(t("unknown", { at: new Date(unknownBeforeMs) }));
  if (preview.coarseTo !== null && coarseBeforeMs !== null) notes.push(t("coarse", { at: new Date(coarseBeforeMs) }));
  if (preview.unlisted > 0) notes.push(t("unlisted", { count: preview.unlisted }));
  if (notes.length === 0) return null;
  return (
    <ul className="grid gap-1 text-muted text-xs">
      {notes.map((note, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: sentences in a fixed order
        <li key={index} className="flex gap-1.5">
          <Info aria-hidden className="mt-px size-3.5 shrink-0" />
          {note}
        </li>
      ))}
    </ul>
  );
}
