"use client";

import { BellOff, BellRing, CircleCheck, type LucideIcon, MonitorX, ShieldAlert, Smartphone } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { toast } from "@/components/ui/toaster";
import type { PushGate } from "@/lib/client/channels/push-gate";
import { useSwitchPushOff, useSwitchPushOn } from "@/lib/client/push/push";
import type { PushStanding } from "@/lib/client/push/push-standing";
import { readPushRefusal, showExample } from "@/lib/client/push/this-browser";

const LOOKS: Readonly<Record<Exclude<PushStanding["kind"], "off">, { icon: LucideIcon; colour: string }>> = {
  on: { icon: CircleCheck, colour: "text-success" },
  denied: { icon: BellOff, colour: "text-warning" },
  insecure: { icon: ShieldAlert, colour: "text-warning" },
  unsupported: { icon: MonitorX, colour: "text-muted" },
  needsHomeScreen: { icon: Smartphone, colour: "text-info" },
};

type PushStandingViewProps = { standing: PushStanding; publicKey: string; button: PushGate["button"] };

/** How it stands with this browser, in words, and what can be done about it. */
export function PushStandingView({ standing, publicKey, button }: PushStandingViewProps) {
  const t = useTranslations("channels.push");
  if (standing.kind === "off") return <SwitchOn publicKey={publicKey} button={button} />;
  const { icon: Icon, colour } = LOOKS[standing.kind];
  return (
    <div className="flex gap-3">
      <Icon aria-hidden className={cn("mt-0.5 size-5 shrink-0", colour)} />
      <div className="min-w-0">
        <p className="font-medium">{t(`${standing.kind}.title`)}</p>
        <p className="mt-0.5 max-w-[65ch] text-muted">{t(`${standing.kind}.hint`)}</p>
        {standing.kind === "on" && <OnActions id={standing.id} />}
      </div>
    </div>
  );
}

function OnActions({ id }: { id: string }) {
  const t = useTranslations("channels.push");
  const switchOff = useSwitchPushOff();

  const example = () =>
    showExample(t("exampleTitle"), t("exampleBody")).catch((error: unknown) =>
      toast.error(t("exampleFailed"), { description: error instanceof Error ? error.message : undefined }),
    );
  const off = () => {
    if (switchOff.isPending) return;
    switchOff.mutate(
      { id, isThis: true },
      {
        onSuccess: () => toast.success(t("switchedOff")),
        onError: (error) => toast.error(t("switchOffFailed"), { description: error.message }),
      },
    );
  };

  return (
    <div className="mt-3 flex flex-wrap gap-2">
      <Button size="sm" onClick={example}>
        {t("example")}
      </Button>
      <Button size="sm" onClick={off} loading={switchOff.isPending}>
        {t("switchOff")}
      </Button>
    </div>
  );
}

/** What it is, before the browser asks; its question comes on the press alone. */
function SwitchOn({ publicKey, button }: Omit<PushStandingViewProps, "standing">) {
  const t = useTranslations("channels.push");
  const switchOn = useSwitchPushOn();
  const refusal = readPushRefusal(switchOn.error);

  const on = () => {
    if (switchOn.isPending) return;
    switchOn.mutate(publicKey, { onSuccess: () => toast.success(t("switchedOn")) });
  };

  return (
    <div className="grid gap-3">
      <p className="max-w-[65ch] text-muted">{t(button === null ? "explainLater" : "explain")}</p>
      {button !== null && (
        <Button variant={button} onClick={on} loading={switchOn.isPending} className="justify-self-start">
          {!switchOn.isPending && <BellRing aria-hidden />}
          {t(switchOn.isPending ? "switchingOn" : "switchOn")}
        </Button>
      )}
      <div role="alert" className="empty:hidden">
        {switchOn.error !== null && (
          <div className="rounded-md border border-warning/40 bg-warning-soft px-3 py-2">
            <p className="font-medium text-warning">{t("refusedTitle")}</p>
            <p className="wrap-anywhere">{refusal === null ? switchOn.error.message : t(`refused.${refusal}`)}</p>
          </div>
        )}
      </div>
    </div>
  );
}
