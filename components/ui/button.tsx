import type { ComponentProps, MouseEvent } from "react";
import { cn } from "./cn";
import { Spinner } from "./spinner";

const VARIANTS = {
  primary: "bg-accent-fill text-on-fill hover:bg-accent-fill-hover shadow-panel",
  secondary: "border border-control/50 bg-surface text-foreground shadow-panel hover:bg-hover",
  ghost: "text-foreground hover:bg-hover",
  danger: "bg-critical-fill text-on-fill hover:bg-critical-fill-hover shadow-panel",
};

const SIZES = {
  sm: "h-7 gap-1.5 rounded-md px-2.5 text-xs",
  md: "h-9 gap-2 rounded-md px-3.5 text-sm",
};

export type ButtonLook = { variant?: keyof typeof VARIANTS; size?: keyof typeof SIZES };

/** The classes of a button, for a link that should look like one. */
export function buttonClasses({ variant = "secondary", size = "md" }: ButtonLook = {}): string {
  return cn(
    "inline-flex shrink-0 select-none items-center justify-center whitespace-nowrap font-medium transition-colors",
    "disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:cursor-default aria-disabled:opacity-70",
    "[&>svg]:size-4 [&>svg]:shrink-0",
    VARIANTS[variant],
    SIZES[size],
  );
}

/**
 * A button; `type="button"` unless told otherwise.
 *
 * While `loading` it ignores presses but keeps the focus, which `disabled` would drop.
 */
export function Button({
  variant,
  size,
  loading = false,
  type = "button",
  className,
  onClick,
  children,
  ...rest
}: ComponentProps<"button"> & ButtonLook & { loading?: boolean }) {
  const handleClick = (event: MouseEvent<HTMLButtonElement>) => {
    if (loading) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <button
      type={type}
      className={cn(buttonClasses({ variant, size }), className)}
      aria-busy={loading || undefined}
      aria-disabled={loading || undefined}
      onClick={handleClick}
      {...rest}
    >
      {loading && <Spinner />}
      {children}
    </button>
  );
}
