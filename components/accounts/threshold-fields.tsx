"use client";

import { useTranslations } from "next-intl";
import type { AccountDraftState } from "@/lib/client/accounts/use-account-draft";
import { TextField } from "./text-field";

/** The two balances at which people are warned, in the account's unit. */
export function ThresholdFields({ state, unitName }: { state: AccountDraftState; unitName: string }) {
  const t = useTranslations("accounts.field");
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <TextField
        state={state}
        field="lowBalance"
        label={t("low")}
        hint={t("lowHint")}
        suffix={unitName}
        inputMode="decimal"
      />
      <TextField
        state={state}
        field="criticalBalance"
        label={t("critical")}
        hint={t("criticalHint")}
        suffix={unitName}
        inputMode="decimal"
      />
    </div>
  );
}
