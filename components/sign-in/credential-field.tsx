"use client";

import { useTranslations } from "next-intl";
import type { ComponentProps, ReactNode } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SecretInput } from "@/components/ui/secret-input";
import type { FieldProblem } from "@/lib/client/form/field-problem";
import type { CredentialRule } from "@/lib/client/session/credential-form";
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
  const { form, field, label, hint, ...input } = props;
  const t = useTranslations("sign-in.field");
  const problemText = useCredentialText();
  return (
    <Field label={label} hint={hint} error={problemText(form.problems[field])}>
      {(control) => (
        <SecretInput
          {...control}
          {...input}
          showLabel={t("showPassword")}
          hideLabel={t("hidePassword")}
          required
          value={form.draft[field]}
          onChange={(event) => form.change(field, event.target.value)}
        />
      )}
    </Field>
  );
}

/** What somebody is called: asked of who comes in, and to be changed later. */
export function NameField<Name extends string>(
  props: Pick<CredentialFieldProps<Name>, "form" | "field" | "autoFocus">,
) {
  const t = useTranslations("sign-in.field");
  return <CredentialField {...props} label={t("name")} hint={t("nameHint")} autoComplete="name" />;
}

/** A password that is chosen now, with the rule for it. */
export function NewPasswordField<Name extends string>(
  props: Pick<CredentialFieldProps<Name>, "form" | "field" | "label" | "autoFocus">,
) {
  const t = useTranslations("sign-in.field");
  return <PasswordField {...props} hint={t("passwordHint")} autoComplete="new-password" />;
}

/** Tells a password manager whose password the form is about, where the page itself need not repeat it. */
export function KnownUser({ email }: { email: string }) {
  return <input type="text" autoComplete="username" value={email} readOnly hidden />;
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

function useCredentialText(): (problem: FieldProblem<CredentialRule> | undefined) => string | undefined {
  const t = useTranslations("sign-in.rule");
  return (problem) => (problem?.kind === "rule" ? t(problem.rule) : problem?.text);
}
