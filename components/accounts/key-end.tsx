import { useTranslations } from "next-intl";

/** All that is ever shown of a saved key. */
export function KeyEnd({ last4 }: { last4: string }) {
  const t = useTranslations("accounts");
  return (
    <span className="whitespace-nowrap font-mono text-xs">
      <span className="sr-only">{t("keyEnding", { last4 })}</span>
      <span aria-hidden>{`•••• ${last4}`}</span>
    </span>
  );
}
