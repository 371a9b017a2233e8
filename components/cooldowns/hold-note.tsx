import { Eye } from "lucide-react";
import { useTranslations } from "next-intl";
import { useNameList } from "@/components/guard/use-name-list";
import type { HoldReach } from "@/lib/client/guard/hold-reach";

type HoldNoteProps = { reach: HoldReach | null; isAddress: boolean };

/** That calls go on although a ban runs, and whose. Nothing where all are held, or that is not known. */
export function HoldNote({ reach, isAddress }: HoldNoteProps) {
  const t = useTranslations("cooldowns.notHeld");
  const listNames = useNameList();
  if (reach === null || reach.kind === "all") return null;
  return (
    <p className="wrap-anywhere flex items-start gap-1.5 text-warning">
      <Eye aria-hidden className="mt-px size-3.5 shrink-0" />
      {reach.kind === "some" ? t("some", { accounts: listNames(reach.notHeld) }) : t(isAddress ? "address" : "account")}
    </p>
  );
}
