"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toaster";
import { ApiError } from "@/lib/client/api/fetch-json";
import { useLookUp } from "@/lib/client/cooldowns/cooldowns";

type TopUpButtonProps = { id: string; account: string };

/** Asks for the balance at once and shows what the provider says. A balance above zero ends the hold. */
export function TopUpButton({ id, account }: TopUpButtonProps) {
  const t = useTranslations("cooldowns.topUp");
  const lookUp = useLookUp();
  const [answer, setAnswer] = useState<string | null>(null);

  const ask = () => {
    setAnswer(null);
    // By the promise: the stream may take the card away before the answer is here, and with it the callbacks of `mutate`.
    lookUp.mutateAsync(id).then(
      ({ over, balance, problem }) => {
        if (over) {
          toast.success(balance === null ? t("overUnknown", { account }) : t("over", { account, balance }));
        } else if (problem !== null) setAnswer(t("refused", { problem }));
        else setAnswer(balance === null ? t("noAnswer") : t("stillEmpty", { balance }));
      },
      (error: Error) => {
        if (error instanceof ApiError && error.status === 404) toast.info(t("gone"));
        else setAnswer(error.message);
      },
    );
  };

  return (
    <>
      <Button size="sm" variant="primary" onClick={ask} loading={lookUp.isPending}>
        {t(lookUp.isPending ? "asking" : "open")}
      </Button>
      <p role="status" className="wrap-anywhere order-last w-full text-foreground text-xs empty:hidden">
        {answer}
      </p>
    </>
  );
}
