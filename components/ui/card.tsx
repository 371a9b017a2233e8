import type { ComponentProps } from "react";
import { cn } from "./cn";

/** A surface that lifts its content off the page. For a part with a heading use `Panel`. */
export function Card({ className, ...rest }: ComponentProps<"div">) {
  return <div className={cn("rounded-lg border bg-surface shadow-panel", className)} {...rest} />;
}
