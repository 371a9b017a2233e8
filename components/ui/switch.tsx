"use client";

import { Switch as Radix } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./cn";

/** On or off, at once. Give it its name by a `label` or `aria-labelledby`. */
export function Switch({ className, ...rest }: Omit<ComponentProps<typeof Radix.Root>, "children">) {
  return (
    <Radix.Root
      className={cn(
        "mt-0.5 h-5.5 w-10 shrink-0 rounded-full border border-control bg-sunken p-0.5 transition-colors",
        "data-[state=checked]:border-accent-fill data-[state=checked]:bg-accent-fill",
        "disabled:cursor-not-allowed disabled:opacity-60",
        className,
      )}
      {...rest}
    >
      <Radix.Thumb
        className={cn(
          "block size-4 rounded-full bg-control transition-transform",
          "data-[state=checked]:translate-x-4.5 data-[state=checked]:bg-on-fill",
        )}
      />
    </Radix.Root>
  );
}
