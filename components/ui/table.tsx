import type { ComponentProps } from "react";
import { cn } from "./cn";

/**
 * A table that scrolls sideways on its own when the page is too narrow for it.
 *
 * @param label what the table lists; also the name of the scrolling region, which the keyboard can reach
 */
export function Table({ label, className, ...rest }: ComponentProps<"table"> & { label: string }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a scrolling frame is no set of form fields
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1)
    <div role="group" aria-label={label} tabIndex={0} className="overflow-x-auto focus-visible:-outline-offset-2">
      <table className={cn("w-full border-collapse text-left text-sm", className)} {...rest} />
    </div>
  );
}

export function TableHead({ className, ...rest }: ComponentProps<"thead">) {
  return <thead className={cn("border-y bg-background text-muted text-xs", className)} {...rest} />;
}

export function TableBody({ className, ...rest }: ComponentProps<"tbody">) {
  return <tbody className={cn("divide-y", className)} {...rest} />;
}

export function TableRow({ className, ...rest }: ComponentProps<"tr">) {
  return <tr className={cn("transition-colors [tbody>&]:hover:bg-hover/60", className)} {...rest} />;
}

type Numeric = {
  /** A figure: right-aligned, so that digits stand under digits. */
  numeric?: boolean;
};

export function TableHeaderCell({ numeric, className, scope = "col", ...rest }: ComponentProps<"th"> & Numeric) {
  return (
    <th
      scope={scope}
      className={cn("h-9 whitespace-nowrap px-4 font-medium", numeric && "text-right", className)}
      {...rest}
    />
  );
}

export function TableCell({ numeric, className, ...rest }: ComponentProps<"td"> & Numeric) {
  return (
    <td className={cn("h-10 px-4 py-2", numeric && "whitespace-nowrap text-right tabular-nums", className)} {...rest} />
  );
}
