import type { ComponentProps } from "react";
import { cn } from "./cn";

/** What every text control looks like, the select included. */
export const CONTROL_CLASSES = cn(
  "h-9 w-full min-w-0 rounded-md border border-control bg-surface px-3 text-sm transition-colors",
  "hover:border-foreground/60 focus-visible:border-focus focus-visible:outline-offset-0",
  "disabled:cursor-not-allowed disabled:bg-sunken disabled:opacity-60",
  "aria-invalid:border-critical",
);

/** A single-line text field. Give it its label through `Field`. */
export function Input({ className, ...rest }: ComponentProps<"input">) {
  return <input className={cn(CONTROL_CLASSES, className)} {...rest} />;
}
