"use client";

import { Check, Copy } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { copyText } from "./copy-text";
import { IconButton } from "./icon-button";
import { toast } from "./toaster";

const SHOWN_MS = 2_000;

/** Copies `text` and says for two seconds that it did, in sight and to assistive technology. */
export function CopyButton({ text, label, className }: { text: string; label?: string; className?: string }) {
  const t = useTranslations("common.copy");
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = async () => {
    if (await copyText(text)) setCopied(true);
    else toast.error(t("failed"));
  };

  return (
    <>
      <IconButton
        icon={copied ? Check : Copy}
        label={label ?? t("label")}
        size="sm"
        className={className}
        onClick={copy}
      />
      <span role="status" className="sr-only">
        {copied && t("done")}
      </span>
    </>
  );
}
