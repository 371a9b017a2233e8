"use client";

import { Eye, Shield, ShieldOff } from "lucide-react";
import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { useGuard } from "@/lib/client/guard/guard";
import type { GuardMode } from "@/lib/domain/guard-mode";

const ICONS = { enforce: Shield, observe: Eye, off: ShieldOff };

/** Says that the guard treats an account otherwise than the installation; nothing where it does not. */
export function GuardModeBadge({ mode }: { mode: GuardMode | null }) {
  const t = useTranslations("accounts.guardMode");
  const guard = useGuard();
  if (mode === null || mode === guard.data?.mode) return null;
  return (
    <Badge tone={mode === "enforce" ? "neutral" : "warning"} icon={ICONS[mode]}>
      {t(`badge.${mode}`)}
    </Badge>
  );
}
