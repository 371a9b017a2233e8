import { ArrowRight, CircleHelp } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Badge, type Tone } from "@/components/ui/badge";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { explainCode, type OwnOrigin, readOwnOrigin } from "@/lib/client/errors/error-detail";
import type { Origin } from "@/lib/contracts/common";

const SEVERITY_TONES = { critical: "critical", warning: "warning", info: "info" } as const;

/** What an error means and what to do about it, in our own words: by its code, or where Banwatch answered by the reason. */
export function ErrorExplanation({ code, origin }: { code: string; origin: Origin }) {
  const own = readOwnOrigin(origin);
  return own === null ? <CodeExplanation code={code} origin={origin} /> : <OwnExplanation origin={own} />;
}

function OwnExplanation({ origin }: { origin: OwnOrigin }) {
  const t = useTranslations("errors");
  return (
    <Explanation
      title={t(`own.${origin}.title`)}
      badge={<SeverityBadge severity="warning" />}
      meaning={t(`own.${origin}.meaning`)}
      nextStep={t(`own.${origin}.nextStep`)}
      verdict={{ move: t(`own.${origin}.move`), scope: t(`own.${origin}.scope`), retry: t(`own.${origin}.retry`) }}
    />
  );
}

function CodeExplanation({ code, origin }: { code: string; origin: Origin }) {
  const t = useTranslations("errors");
  const words = useTranslations("catalogue");
  const { messageKey, undocumented, verdict } = explainCode(code);
  return (
    <Explanation
      title={words(`${messageKey}.title`)}
      badge={verdict && <SeverityBadge severity={verdict.severity} />}
      meaning={words(`${messageKey}.meaning`)}
      nextStep={words(`${messageKey}.nextStep`)}
      verdict={
        verdict && {
          move: t(`move.${verdict.move}`),
          scope: t(`scope.${verdict.scope}`),
          retry: verdict.retryHelps ? t("detail.retryHelps") : t("detail.retryDoesNotHelp"),
        }
      }
    >
      {undocumented && (
        <p className="mt-2 flex items-start gap-2 rounded-md bg-info-soft px-3 py-2 text-info">
          <CircleHelp aria-hidden className="mt-0.5 size-4 shrink-0" />
          {t("detail.undocumented")}
        </p>
      )}
      {origin !== "upstream" && (
        <p className="mt-2 rounded-md bg-warning-soft px-3 py-2 text-warning">{t(`originHint.${origin}`)}</p>
      )}
    </Explanation>
  );
}

type ExplanationProps = {
  title: string;
  badge: ReactNode;
  meaning: string;
  nextStep: string;
  /** Null where nothing is known. */
  verdict: { move: string; scope: string; retry: string } | null;
  /** Notes between the title and the meaning. */
  children?: ReactNode;
};

function Explanation({ title, badge, meaning, nextStep, verdict, children }: ExplanationProps) {
  const t = useTranslations("errors.detail");
  return (
    <section>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <h3 className="font-semibold text-base">{title}</h3>
        {badge}
      </div>
      {children}
      <p className="mt-2 max-w-[68ch]">{meaning}</p>
      <div className="mt-3 rounded-md bg-accent-soft px-3 py-2.5">
        <h4 className="flex items-center gap-1.5 font-medium text-accent">
          <ArrowRight aria-hidden className="size-4" />
          {t("nextStep")}
        </h4>
        <p className="mt-1 max-w-[68ch]">{nextStep}</p>
      </div>
      {verdict && (
        <DescriptionList className="mt-3 border-y">
          <DescriptionItem term={t("move")}>{verdict.move}</DescriptionItem>
          <DescriptionItem term={t("scope")}>{verdict.scope}</DescriptionItem>
          <DescriptionItem term={t("retry")}>{verdict.retry}</DescriptionItem>
        </DescriptionList>
      )}
    </section>
  );
}

function SeverityBadge({ severity }: { severity: keyof typeof SEVERITY_TONES }) {
  const t = useTranslations("errors.severity");
  const tone: Tone = SEVERITY_TONES[severity];
  return <Badge tone={tone}>{t(severity)}</Badge>;
}
