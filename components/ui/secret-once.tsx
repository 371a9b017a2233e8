"use client";

import { Check, Copy, Download, KeyRound } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { Button, buttonClasses } from "./button";
import { copyText } from "./copy-text";
import { toast } from "./toaster";

type SecretOnceProps = {
  /** What it is: a key, a link, recovery codes. */
  label: string;
  /** Several stand one a line, as recovery codes do, and are copied so. */
  secret: string | readonly string[];
  /** Offers it as a text file of this name. */
  fileName?: string;
  /** It was copied or downloaded. */
  onKept?: () => void;
};

/**
 * A secret that is told this once: says so, shows it whole, and copies it. It is never put into an address, a cookie or
 * the browser's storage.
 */
export function SecretOnce({ label, secret, fileName, onKept }: SecretOnceProps) {
  const t = useTranslations("common.secretOnce");
  const tCopy = useTranslations("common.copy");
  const [copied, setCopied] = useState(false);
  const labelId = useId();
  const lines = typeof secret === "string" ? [secret] : secret;
  const text = lines.join("\n");

  const copy = async () => {
    if (!(await copyText(text))) return toast.error(tCopy("failed"));
    setCopied(true);
    onKept?.();
  };

  return (
    <figure aria-labelledby={labelId} className="overflow-hidden rounded-lg border border-warning/40">
      <p className="flex gap-2 bg-warning-soft px-3 py-2 font-medium text-warning text-xs">
        <KeyRound aria-hidden className="mt-px size-4 shrink-0" />
        {t("warning")}
      </p>
      <div className="flex flex-col gap-3 bg-surface p-3">
        <figcaption id={labelId} className="text-muted text-xs">
          {label}
        </figcaption>
        <ul translate="no" className="grid gap-x-6 gap-y-1.5 font-mono text-sm sm:has-[li:nth-child(2)]:grid-cols-2">
          {lines.map((line) => (
            <li key={line} className="select-all break-all">
              {line}
            </li>
          ))}
        </ul>
        <div className="flex flex-wrap gap-2">
          <Button variant="primary" onClick={copy}>
            {copied ? <Check aria-hidden /> : <Copy aria-hidden />}
            {t(copied ? "copied" : "copy")}
          </Button>
          {fileName !== undefined && (
            <a
              href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${text}\n`)}`}
              download={fileName}
              onClick={onKept}
              className={buttonClasses()}
            >
              <Download aria-hidden />
              {t("download")}
            </a>
          )}
          <span role="status" className="sr-only">
            {copied && tCopy("done")}
          </span>
        </div>
      </div>
    </figure>
  );
}
