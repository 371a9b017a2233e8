"use client";

import { Eye, EyeOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ComponentProps, type ReactNode, useState } from "react";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import type { CredentialProblem } from "@/lib/client/session/credential-form";
import type { CredentialForm } from "@/lib/client/session/use-credential-form";

type CredentialFieldProps<Name extends string> = {
  form: CredentialForm<Name>;
  field: Name;
  label: string;
  hint?: ReactNode;
  /** What password managers and browsers are to fill in (HTML, 4.10.18.7). */
  autoComplete: "name" | "username" | "email" | "current-password" | "new-password" | "one-time-code" | "off";
} & Pick<ComponentProps<"input">, "type" | "inputMode" | "autoFocus" | "readOnly" | "maxLength" | "className">;

/**
 * One field of a form about credentials.
 *
 * It has no `name`, so that a form sent before the page is ready cannot put what was typed into an address. All of these
 * forms ask for everything they show, so only assistive technology is told that it is required.
 */
export function CredentialField<Name extends string>(props: CredentialFieldProps<Name>) {
  const { form, field, label, hint, ...input } = props;
  const problemText = useCredentialText();
  return (
    <Field label={label} hint={hint} error={problemText(form.problems[field])}>
      {(control) => (
        <Input
          {...control}
          {...input}
          required
          value={form.draft[field]}
          onChange={(event) => form.change(field, event.target.value)}
          autoCapitalize="none"
          autoCorrect="off"
          spellCheck={false}
        />
      )}
    </Field>
  );
}

/** A password: dots until the viewer asks to see it. */
export function PasswordField<Name extends string>(props: Omit<CredentialFieldProps<Name>, "type" | "inputMode">) {
  const { form, field, label, hint, className, ...input } = props;
  const t = useTranslations("sign-in.field");
  const problemText = useCredentialText();
  const [shown, setShown] = useState(false);
  return (
    <Field label={label} hint={hint} error={problemText(form.problems[field])}>
      {(control) => (
        <span className="relative flex">
          <Input
            {...control}
            {...input}
            required
            type={shown ? "text" : "password"}
            value={form.draft[field]}
            onChange={(event) => form.change(field, event.target.value)}
            autoCapitalize="none"
            autoCorrect="off"
            spellCheck={false}
            className={cn("pr-10", className)}
          />
          <IconButton
            icon={shown ? EyeOff : Eye}
            label={shown ? t("hidePassword") : t("showPassword")}
            size="sm"
            aria-controls={control.id}
            className="absolute top-1 right-1"
            onClick={() => setShown(!shown)}
          />
        </span>
      )}
    </Field>
  );
}

/** The six digits of an authenticator app, in one field, so that they can be pasted and filled in. */
export function TotpField<Name extends string>(
  props: Pick<CredentialFieldProps<Name>, "form" | "field" | "autoFocus">,
) {
  const t = useTranslations("sign-in.field");
  return (
    <CredentialField
      {...props}
      label={t("code")}
      hint={t("codeHint")}
      autoComplete="one-time-code"
      inputMode="numeric"
      // Room for the space that some apps show in the middle.
      maxLength={7}
      className="font-mono text-base tracking-[0.3em]"
    />
  );
}

function useCredentialText(): (problem: CredentialProblem | undefined) => string | undefined {
  const t = useTranslations("sign-in.rule");
  return (problem) => (problem?.kind === "rule" ? t(problem.rule) : problem?.text);
}
