import { useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import type { Role } from "@/lib/domain/roles";

const TONES: Readonly<Record<Role, Tone>> = {
  viewer: "neutral",
  operator: "neutral",
  admin: "info",
  owner: "info",
};

/** A role in a word. Those who can let others in stand out. */
export function RoleBadge({ role }: { role: Role }) {
  const t = useTranslations("settings.role");
  return <Badge tone={TONES[role]}>{t(role)}</Badge>;
}
