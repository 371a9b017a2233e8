import { useTranslations } from "next-intl";
import { Instant } from "@/components/ui/instant";
import type { AuditValue } from "@/lib/client/settings/audit-detail";

/** One side of a change, in words where there are words for it. A secret never shows. */
export function AuditValueText({ value }: { value: AuditValue }) {
  const t = useTranslations("settings");
  const all = useTranslations();
  switch (value.kind) {
    case "nothing":
      return <span className="text-muted">{t("audit.detail.nothing")}</span>;
    case "secret":
      return <span className="text-muted">{t("audit.detail.secret")}</span>;
    case "switch":
      return t(value.on ? "audit.detail.on" : "audit.detail.off");
    case "role":
      return t(`role.${value.role}`);
    case "way":
      return t(`audit.way.${value.way}`);
    case "word":
      return t(`audit.word.${value.word}`);
    case "choice":
      return all(value.key);
    case "link":
      return t(`audit.link.${value.link}`);
    case "instant":
      return <Instant atMs={value.atMs} format="dateTime" />;
    case "text":
      return <bdi>{value.text}</bdi>;
  }
}
