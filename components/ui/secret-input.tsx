"use client";

import { Eye, EyeOff } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { cn } from "./cn";
import { IconButton } from "./icon-button";
import { Input } from "./input";

type SecretInputProps = Omit<ComponentProps<"input">, "type" | "name"> & { showLabel: string; hideLabel: string };

/**
 * A field for a secret: dots until the viewer asks to see it.
 *
 * It takes no `name`, so that a form sent before the page is ready cannot put the secret into an address.
 */
export function SecretInput({ showLabel, hideLabel, className, ...input }: SecretInputProps) {
  const [shown, setShown] = useState(false);
  return (
    <span className="relative flex">
      <Input
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        {...input}
        type={shown ? "text" : "password"}
        className={cn("pr-10", className)}
      />
      <IconButton
        icon={shown ? EyeOff : Eye}
        label={shown ? hideLabel : showLabel}
        size="sm"
        aria-controls={input.id}
        className="absolute top-1 right-1"
        onClick={() => setShown(!shown)}
      />
    </span>
  );
}
