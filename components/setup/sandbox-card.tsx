"use client";

import { FlaskConical } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { toast } from "@/components/ui/toaster";
import { freeName } from "@/lib/client/accounts/account-form";
import { useCreateAccount } from "@/lib/client/accounts/accounts";
import type { Account } from "@/lib/contracts/accounts";

type SandboxCardProps = {
  accounts: readonly Account[];
  onCreated: (account: Account) => void;
};

/** The way in without a key: one press makes an account at the simulated provider. */
export function SandboxCard({ accounts, onCreated }: SandboxCardProps) {
  const t = useTranslations("setup.sandbox");
  const tForm = useTranslations("setup.form");
  const create = useCreateAccount();

  const start = () =>
    create.mutate(
      { name: freeName(t("name"), accounts), provider: "sandbox" },
      {
        onSuccess: ({ account }) => {
          toast.success(tForm("created", { name: account.name }));
          onCreated(account);
        },
        onError: (error) => toast.error(t("failed"), { description: error.message }),
      },
    );

  return (
    <Card className="flex flex-col items-start gap-3 p-4">
      <span className="flex size-9 items-center justify-center rounded-full bg-info-soft text-info">
        <FlaskConical aria-hidden className="size-4.5" />
      </span>
      <div>
        <h2 className="font-medium">{t("title")}</h2>
        <p className="mt-1 max-w-[60ch] text-muted">{t("explanation")}</p>
      </div>
      <Button onClick={start} loading={create.isPending}>
        {create.isPending ? t("starting") : t("start")}
      </Button>
    </Card>
  );
}
