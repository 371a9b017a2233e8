import { Info, type LucideIcon, OctagonAlert, TriangleAlert } from "lucide-react";
import type { Tone } from "@/components/ui/badge";
import type { Severity } from "@/lib/domain/alert-rules/kinds";

interface SeverityLook {
  readonly icon: LucideIcon;
  readonly tone: Tone;
  /** Of a mark: a soft fill with its own text colour. */
  readonly soft: string;
  /** Of a small count on top of something. */
  readonly solid: string;
}

/** How each severity looks wherever alerts are shown. Its word is always near: colour alone says nothing. */
export const SEVERITY_LOOKS: Readonly<Record<Severity, SeverityLook>> = {
  critical: {
    icon: OctagonAlert,
    tone: "critical",
    soft: "bg-critical-soft text-critical",
    solid: "bg-critical-fill text-on-fill",
  },
  warning: {
    icon: TriangleAlert,
    tone: "warning",
    soft: "bg-warning-soft text-warning",
    solid: "bg-warning text-surface",
  },
  info: { icon: Info, tone: "info", soft: "bg-info-soft text-info", solid: "bg-info text-surface" },
};
