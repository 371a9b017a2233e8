"use client";

import { useState } from "react";
import { readNext } from "@/lib/domain/next-path";
import { PasswordStep } from "./password-step";
import { SecondFactorStep } from "./second-factor-step";
import type { SignInNote } from "./sign-in-note";

type SignInViewProps = {
  /** Where the visitor wanted to go, as it stands in the address. */
  next: string | null;
  note: SignInNote;
};

/** The way in: a password or the identity provider, then the second factor where there is one. */
export function SignInView({ next, note }: SignInViewProps) {
  const [step, setStep] = useState<"password" | "secondFactor" | "again">("password");

  // A whole page load: the server reads anew who is signed in, and nothing of before stays in memory.
  const enter = () => window.location.assign(readNext(next, window.location.origin));

  if (step === "secondFactor") {
    return (
      <SecondFactorStep onSignedIn={enter} onBack={() => setStep("password")} onStartAgain={() => setStep("again")} />
    );
  }
  return (
    <PasswordStep
      key={step}
      next={next}
      note={note}
      isAgain={step === "again"}
      onSignedIn={enter}
      onSecondFactor={() => setStep("secondFactor")}
    />
  );
}
