import { useId } from "react";
import { cn } from "./cn";

/** One of several choices, with what it means. A native radio button, so the arrow keys move the choice. */
export function RadioOption(props: {
  /** Shared by the choices of one question. */
  group: string;
  value: string;
  checked: boolean;
  onPick: () => void;
  title: string;
  hint: string;
  className?: string;
}) {
  const { group, value, checked, onPick, title, hint, className } = props;
  const id = useId();
  return (
    <label
      className={cn(
        "flex items-start gap-3 px-3 py-2.5 transition-colors has-checked:bg-accent-soft",
        "has-focus-visible:outline-2 has-focus-visible:outline-focus",
        className,
      )}
    >
      <input
        type="radio"
        name={group}
        value={value}
        checked={checked}
        onChange={onPick}
        aria-labelledby={id}
        aria-describedby={`${id}-hint`}
        className="mt-1 size-3.5 shrink-0 accent-accent-fill outline-none"
      />
      <span className="min-w-0">
        <span id={id} className="font-medium">
          {title}
        </span>
        <span id={`${id}-hint`} className="block text-muted text-xs">
          {hint}
        </span>
      </span>
    </label>
  );
}
