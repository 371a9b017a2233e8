import type { LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "./cn";

const TONES = {
  neutral: "bg-hover text-muted",
  success: "bg-success-soft text-success",
  warning: "bg-warning-soft text-warning",
  critical: "bg-critical-soft text-critical",
  info: "bg-info-soft text-info",
};

export type Tone = keyof typeof TONES;

/** A word or two of status. The words carry the meaning; the tone only helps to find it. */
export function Badge({
  tone = "neutral",
  icon: Icon,
  className,
  children,
  ...rest
}: ComponentProps<"span"> & { tone?: Tone; icon?: LucideIcon }) {
  return (
    <span
      className={cn(
        "inline-flex h-5.5 shrink-0 items-center gap-1 whitespace-nowrap rounded-full px-2 font-medium text-xs tabular-nums",
        TONES[tone],
        className,
      )}
      {...rest}
    >
      {Icon && <Icon aria-hidden className="size-3.5" />}
      {children}
    </span>
  );
}
