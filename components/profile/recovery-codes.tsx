"use client";

import { Check, Copy, Download } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { copyText } from "@/components/ui/copy-text";
import { FieldError } from "@/components/ui/field-error";
import { toast } from "@/components/ui/toaster";
import type { CodesSaved } from "@/lib/client/session/use-codes-saved";

type RecoveryCodesProps = {
  codes: readonly string[];
  email: string;
  /** Whether somebody has said that they are in a safe place. */
  saving: CodesSaved;
};

const FILE_NAME = "banwatch-recovery-codes.txt";

/** Recovery codes, shown this once: to copy, to download, and to confirm that one of the two was done. */
export function RecoveryCodes({ codes, email, saving }: RecoveryCodesProps) {
  const t = useTranslations("profile.totp.codes");
  const [copied, setCopied] = useState(false);
  const errorId = useId();

  const copy = async () => {
    if (await copyText(codes.join("\n"))) setCopied(true);
    else toast.error(t("copyFailed"));
  };

  return (
    <div className="grid gap-4 py-1">
      <ul
        aria-label={t("list")}
        className="grid grid-cols-2 gap-x-6 gap-y-1.5 rounded-md border bg-sunken px-4 py-3 font-mono tabular-nums"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button onClick={copy}>
          {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
          {t(copied ? "copied" : "copy")}
        </Button>
        <Button onClick={() => download([t("fileTitle", { email }), "", ...codes, ""].join("\n"))}>
          <Download aria-hidden />
          {t("download")}
        </Button>
        <span role="status" className="sr-only">
          {copied && t("copied")}
        </span>
      </div>
      <div>
        <label className="flex w-fit items-center gap-2.5 py-1 font-medium">
          <input
            type="checkbox"
            checked={saving.saved}
            onChange={(event) => saving.setSaved(event.target.checked)}
            aria-invalid={saving.isMissing || undefined}
            aria-describedby={errorId}
            className="size-4 shrink-0 accent-accent-fill"
          />
          {t("saved")}
        </label>
        <FieldError id={errorId} className="mt-1">
          {saving.isMissing && t("savedMissing")}
        </FieldError>
      </div>
    </div>
  );
}

function download(text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = FILE_NAME;
  link.click();
  // The browser has taken the file over by then; without this the codes would stay in memory.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
