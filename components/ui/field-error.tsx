import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

type FieldErrorProps = {
  /** What the control names as its description. */
  id: string;
  className?: string;
  /** Nothing where nothing is wrong. */
  children: ReactNode;
};

/** What is wrong with a control. Its place is a live region from the start, so an error that appears is read out. */
export function FieldError({ id, className, children }: FieldErrorProps) {
  return (
    <div id={id} aria-live="polite">
      {children && (
        <p className={cn("mt-1.5 flex items-center gap-1.5 text-critical text-xs", className)}>
          <CircleAlert aria-hidden className="size-3.5 shrink-0" />
          {children}
        </p>
      )}
    </div>
  );
}
