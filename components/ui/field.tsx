import { useTranslations } from "next-intl";
import { type ReactNode, useId } from "react";
import { cn } from "./cn";
import { FieldError } from "./field-error";

/** What a control needs in order to be tied to its label, hint and error; spread it onto the control. */
export type ControlProps = {
  id: string;
  required: boolean | undefined;
  "aria-describedby": string | undefined;
  "aria-invalid": true | undefined;
};

type FieldProps = {
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  required?: boolean;
  className?: string;
  children: (control: ControlProps) => ReactNode;
};

/** A label, a control, a hint and an error that belong together, for the eye and for assistive technology. */
export function Field({ label, hint, error, required, className, children }: FieldProps) {
  const t = useTranslations("common");
  const id = useId();
  const hintId = `${id}-hint`;
  const errorId = `${id}-error`;
  const describedBy = [hint && hintId, error && errorId].filter(Boolean).join(" ");
  return (
    <div className={cn("flex min-w-0 flex-col", className)}>
      <label htmlFor={id} className="mb-1.5 flex items-baseline justify-between gap-2 font-medium">
        {label}
        {required && <span className="font-normal text-muted text-xs">{t("required")}</span>}
      </label>
      {children({
        id,
        required,
        "aria-describedby": describedBy || undefined,
        "aria-invalid": error ? true : undefined,
      })}
      {hint && (
        <p id={hintId} className="mt-1.5 max-w-[65ch] text-muted text-xs">
          {hint}
        </p>
      )}
      <FieldError id={errorId}>{error}</FieldError>
    </div>
  );
}
