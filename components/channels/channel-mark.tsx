import {
  AppWindow,
  BellRing,
  Gamepad2,
  Hash,
  type LucideIcon,
  Mail,
  PhoneCall,
  Send,
  Users,
  Webhook,
} from "lucide-react";
import { cn } from "@/components/ui/cn";
import type { ChannelType } from "@/lib/contracts/alert-channels";

const MARKS: Readonly<Record<ChannelType, { icon: LucideIcon; colour: string }>> = {
  slack: { icon: Hash, colour: "text-chart-8" },
  discord: { icon: Gamepad2, colour: "text-chart-5" },
  teams: { icon: Users, colour: "text-chart-1" },
  telegram: { icon: Send, colour: "text-chart-3" },
  email: { icon: Mail, colour: "text-chart-4" },
  ntfy: { icon: BellRing, colour: "text-chart-6" },
  pagerduty: { icon: PhoneCall, colour: "text-chart-11" },
  webhook: { icon: Webhook, colour: "text-chart-9" },
  push: { icon: AppWindow, colour: "text-chart-12" },
};

/** What a type of channel is found by at a glance; its name always stands beside it. */
export function ChannelMark({ type, dimmed = false }: { type: ChannelType; dimmed?: boolean }) {
  const { icon: Icon, colour } = MARKS[type];
  return (
    <span className="flex size-9 shrink-0 items-center justify-center rounded-lg border bg-sunken">
      <Icon aria-hidden className={cn("size-4.5", dimmed ? "text-muted" : colour)} />
    </span>
  );
}
