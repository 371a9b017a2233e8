import type { LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "./cn";

const SIZES = { sm: "size-7 [&>svg]:size-4", md: "size-9 [&>svg]:size-4" };

/** A button that is only an icon; `label` is its name for assistive technology and its tooltip. */
export function IconButton({
  icon: Icon,
  label,
  size = "md",
  className,
  type = "button",
  ...rest
}: Omit<ComponentProps<"button">, "children"> & { icon: LucideIcon; label: string; size?: keyof typeof SIZES }) {
  return (
    <button
      type={type}
      aria-label={label}
      title={label}
      className={cn(
        "inline-flex shrink-0 items-center justify-center rounded-md text-muted transition-colors",
        "hover:bg-hover hover:text-foreground aria-expanded:bg-hover aria-expanded:text-foreground",
        "disabled:cursor-not-allowed disabled:opacity-50",
        SIZES[size],
        className,
      )}
      {...rest}
    >
      <Icon aria-hidden />
    </button>
  );
}
