"use client";

import { type ReactNode, useId } from "react";
import { cn } from "./cn";

export type Segment<Value extends string> = { value: Value; label: ReactNode };

type SegmentedControlProps<Value extends string> = {
  /** What is being chosen, for assistive technology. */
  label: string;
  value: Value;
  onValueChange: (value: Value) => void;
  segments: readonly Segment<Value>[];
  className?: string;
};

/** One of a few, all of them in sight. Made of native radio buttons, so the arrow keys move the choice. */
export function SegmentedControl<Value extends string>(props: SegmentedControlProps<Value>) {
  const { label, value, onValueChange, segments, className } = props;
  const name = useId();
  return (
    <div
      role="radiogroup"
      aria-label={label}
      className={cn("inline-flex max-w-full rounded-md border bg-sunken p-0.5", className)}
    >
      {segments.map((segment) => (
        <label
          key={segment.value}
          className={cn(
            "relative flex h-7 min-w-9 items-center justify-center whitespace-nowrap rounded-[5px] px-2.5",
            "font-medium text-muted text-xs tabular-nums transition-colors hover:text-foreground",
            "has-checked:bg-raised has-checked:text-foreground has-checked:shadow-panel has-checked:ring-1 has-checked:ring-border",
            "has-focus-visible:outline-2 has-focus-visible:outline-focus",
          )}
        >
          <input
            type="radio"
            name={name}
            value={segment.value}
            checked={segment.value === value}
            onChange={() => onValueChange(segment.value)}
            className="absolute inset-0 cursor-pointer appearance-none rounded-[5px] outline-none"
          />
          {segment.label}
        </label>
      ))}
    </div>
  );
}
