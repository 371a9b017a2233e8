import { CircleCheck } from "lucide-react";
import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";
import type { Severity } from "@/lib/domain/alert-rules/kinds";
import { SEVERITY_LOOKS } from "./severity-look";

type SeverityMarkProps = {
  severity: Severity;
  /** It is over: the shape stays, the alarm goes. */
  calm?: boolean;
  className?: string;
};

/** How bad an alert is, as a sign with its word for assistive technology. */
export function SeverityMark({ severity, calm = false, className }: SeverityMarkProps) {
  const t = useTranslations("alert-rules.severity");
  const { icon: Icon, soft } = SEVERITY_LOOKS[severity];
  return (
    <span
      title={t(severity)}
      className={cn(
        "flex size-7 shrink-0 items-center justify-center rounded-full",
        calm ? "bg-hover text-muted" : soft,
        className,
      )}
    >
      <Icon aria-hidden className="size-4" />
      <span className="sr-only">{t(severity)}</span>
    </span>
  );
}

/** The sign of what is well. */
export function CalmMark() {
  return (
    <span className="flex size-7 shrink-0 items-center justify-center rounded-full bg-success-soft text-success">
      <CircleCheck aria-hidden className="size-4" />
    </span>
  );
}
