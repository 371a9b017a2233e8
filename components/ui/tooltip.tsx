"use client";

import { Tooltip as Radix } from "radix-ui";
import type { ReactNode } from "react";

/**
 * A short explanation on hover and on keyboard focus. `children` is one focusable element that already has a name: a
 * touch screen shows no tooltip, so nothing may depend on it.
 */
export function Tooltip({
  content,
  side = "top",
  children,
}: {
  content: ReactNode;
  side?: "top" | "right" | "bottom" | "left";
  children: ReactNode;
}) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-w-72 animate-appear rounded-md bg-raised px-2.5 py-1.5 text-foreground text-xs shadow-raised"
        >
          {content}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
