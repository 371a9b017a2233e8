import { cn } from "./cn";

/** A grey block in the shape of what is on its way. Decorative: the container says that it is loading. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={cn("animate-pulse rounded-md bg-hover", className)} />;
}
