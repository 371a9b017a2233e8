import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import { cn } from "@/components/ui/cn";

const FIRST_STEPS = ["owner", "account", "connect"] as const;
const LATER_STEPS = ["account", "connect"] as const;

/**
 * Where one is in the setup, and what is still to come.
 *
 * @param isFirst this is the set-up of the whole installation, which begins with its owner
 */
export function SetupSteps({ current, isFirst }: { current: (typeof FIRST_STEPS)[number]; isFirst: boolean }) {
  const t = useTranslations("setup.steps");
  const steps: readonly (typeof FIRST_STEPS)[number][] = isFirst ? FIRST_STEPS : LATER_STEPS;
  const currentIndex = steps.indexOf(current);
  return (
    <ol aria-label={t("label")} className="flex items-center gap-2 text-xs">
      {steps.map((step, index) => (
        <li
          key={step}
          aria-current={step === current ? "step" : undefined}
          className={cn("flex items-center gap-2 font-medium", step !== current && "text-muted")}
        >
          {index > 0 && <span aria-hidden className="h-px w-6 bg-control/50" />}
          <span
            className={cn(
              "flex size-5.5 items-center justify-center rounded-full tabular-nums",
              step === current ? "bg-accent-fill text-on-fill" : "bg-hover",
              index < currentIndex && "bg-success-soft text-success",
            )}
          >
            {index < currentIndex ? <Check aria-hidden className="size-3.5" /> : index + 1}
          </span>
          {t(step)}
        </li>
      ))}
    </ol>
  );
}
