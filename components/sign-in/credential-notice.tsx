"use client";

import { Info, TriangleAlert } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useEffectEvent, useState } from "react";
import { cn } from "@/components/ui/cn";
import { formatDuration, formatIsoDuration } from "@/lib/client/format/format";
import type { CredentialFailure } from "@/lib/client/session/credential-form";
import type { CredentialForm } from "@/lib/client/session/use-credential-form";

const SECOND_MS = 1_000;

/** Why a form was refused, read out at once. */
export function CredentialNotice<Field extends string>({ form }: { form: CredentialForm<Field> }) {
  const { failure, endWait } = form;
  return (
    <div role="alert" className="empty:hidden">
      {failure && (
        <Notice tone="critical">
          <FailureText failure={failure} onWaitOver={endWait} />
        </Notice>
      )}
    </div>
  );
}

function FailureText({ failure, onWaitOver }: { failure: CredentialFailure; onWaitOver: () => void }) {
  const t = useTranslations("sign-in");
  switch (failure.kind) {
    case "wait":
      return <WaitText seconds={failure.seconds} onOver={onWaitOver} />;
    case "unanswered":
      return t("unanswered");
    case "known":
      return t(`refusal.${failure.code}`);
    case "other":
      return failure.message;
  }
}

/** That there were too many attempts, with the time that is left; `onOver` when none is. */
export function WaitText({ seconds, onOver }: { seconds: number; onOver: () => void }) {
  const t = useTranslations("sign-in");
  return t.rich("wait", { time: () => <Wait seconds={seconds} onOver={onOver} /> });
}

/** Counts down on the browser's own steady clock: the server says how long, not until when. */
function Wait({ seconds, onOver }: { seconds: number; onOver: () => void }) {
  const [leftMs, setLeftMs] = useState(seconds * SECOND_MS);
  const end = useEffectEvent(onOver);
  useEffect(() => {
    const endMs = performance.now() + seconds * SECOND_MS;
    const timer = setInterval(() => {
      const nextMs = endMs - performance.now();
      setLeftMs(nextMs);
      if (nextMs <= 0) end();
    }, SECOND_MS);
    return () => clearInterval(timer);
  }, [seconds]);
  return (
    // The wait is read out once, with the whole; not each second.
    <time aria-live="off" dateTime={formatIsoDuration(leftMs)} className="font-medium tabular-nums">
      {formatDuration(leftMs)}
    </time>
  );
}

const TONES = {
  critical: { frame: "border-critical/40 bg-critical-soft", mark: "text-critical", icon: TriangleAlert },
  info: { frame: "border-info/40 bg-info-soft", mark: "text-info", icon: Info },
};

/** A sentence that must not be overlooked, above what it is about. */
export function Notice({ tone, children }: { tone: keyof typeof TONES; children: ReactNode }) {
  const { frame, mark, icon: Icon } = TONES[tone];
  return (
    <div className={cn("flex gap-2.5 rounded-md border p-3", frame)}>
      <Icon aria-hidden className={cn("mt-0.5 size-4 shrink-0", mark)} />
      <p className="wrap-anywhere min-w-0">{children}</p>
    </div>
  );
}
