"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { Switch } from "@/components/ui/switch";
import type { Account } from "@/lib/contracts/accounts";

type ProxyKeysOnlySwitchProps = { account: Account; on: boolean; onChange: (on: boolean) => void };

/** Shuts an account to its own key. Before that is saved it says whom it shuts out. */
export function ProxyKeysOnlySwitch({ account, on, onChange }: ProxyKeysOnlySwitchProps) {
  const t = useTranslations("accounts.proxyKeysOnly");
  const id = useId();
  return (
    <div className="border-t pt-4">
      <div className="flex items-start justify-between gap-4">
        <div className="min-w-0">
          <label htmlFor={id} className="font-medium">
            {t("label")}
          </label>
          <p id={`${id}-hint`} className="mt-0.5 max-w-[65ch] text-muted text-xs">
            {t("hint")}
          </p>
        </div>
        <Switch id={id} checked={on} onCheckedChange={onChange} aria-describedby={`${id}-hint ${id}-effect`} />
      </div>
      <p
        id={`${id}-effect`}
        role="status"
        className="mt-2 rounded-md bg-warning-soft px-3 py-2 text-warning text-xs empty:hidden"
      >
        {on && !account.proxyKeysOnly && t("effect", { last4: account.keyLast4 })}
      </p>
    </div>
  );
}
