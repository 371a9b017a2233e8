"use client";

import { useTranslations } from "next-intl";
import { useId } from "react";
import { Dialog } from "@/components/ui/dialog";
import { Switch } from "@/components/ui/switch";

const KEYS = [
  { name: "move", keys: ["j", "k", "↓", "↑"], acts: false },
  { name: "enter", keys: ["Enter"], acts: false },
  { name: "acknowledge", keys: ["a"], acts: true },
  { name: "snooze", keys: ["s"], acts: true },
  { name: "resolve", keys: ["r"], acts: true },
  { name: "help", keys: ["?"], acts: false },
] as const;

type KeysDialogProps = {
  onClose: () => void;
  /** Whoever may only look is not shown keys that change something. */
  mayAct: boolean;
  enabled: boolean;
  onEnabledChange: (enabled: boolean) => void;
};

/** The keys of the page, and the switch for who does not want them (WCAG 2.1.4). */
export function KeysDialog({ onClose, mayAct, enabled, onEnabledChange }: KeysDialogProps) {
  const t = useTranslations("alerts.keys");
  const switchId = useId();
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t("title")}
      description={t("description")}
      className="max-w-md"
    >
      <dl className="divide-y pb-2">
        {KEYS.filter(({ acts }) => mayAct || !acts).map(({ name, keys }) => (
          <div key={name} className="flex items-center justify-between gap-4 py-2">
            <dt>{t(name)}</dt>
            <dd className="flex gap-1">
              {keys.map((key) => (
                <kbd
                  key={key}
                  className="inline-flex h-6 min-w-6 items-center justify-center rounded border border-control/50 bg-sunken px-1.5 font-mono text-xs"
                >
                  {key}
                </kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      <div className="flex items-center justify-between gap-4 border-t pt-3 pb-4">
        <label htmlFor={switchId}>{t("enabled")}</label>
        <Switch id={switchId} checked={enabled} onCheckedChange={onEnabledChange} />
      </div>
    </Dialog>
  );
}
