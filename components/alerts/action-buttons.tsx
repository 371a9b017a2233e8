"use client";

import { AlarmClock, AlarmClockOff, Check, CircleCheck, Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { type IncidentAction, listActions } from "@/lib/client/alerts/incident-actions";
import type { Incident } from "@/lib/contracts/incidents";
import { useIncidentTitle } from "./use-incident-title";

const ICONS = {
  acknowledge: Check,
  unacknowledge: Undo2,
  snooze: AlarmClockOff,
  unsnooze: AlarmClock,
  resolve: CircleCheck,
};

type ActionButtonsProps = {
  incident: Incident;
  /** The action of this incident that is under way. */
  pending: IncidentAction | null;
  onAction: (action: IncidentAction, incident: Incident) => void;
};

/** What can be done to an incident of a list: the first in words, the others as signs with their names. */
export function RowActions({ incident, pending, onAction }: ActionButtonsProps) {
  const t = useTranslations("alerts.action");
  const title = useIncidentTitle()(incident);
  const [first, ...others] = listActions(incident);
  if (first === undefined) return null;
  return (
    // Above the link that covers the row.
    <div className="relative z-10 flex items-center gap-1 @4xl:min-w-42 @4xl:justify-end">
      <Button
        size="sm"
        loading={pending === first}
        aria-label={t(`${first}Of`, { title })}
        onClick={() => onAction(first, incident)}
      >
        {t(first)}
      </Button>
      {others.map((action) => (
        <IconButton
          key={action}
          size="sm"
          icon={ICONS[action]}
          label={t(`${action}Of`, { title })}
          aria-busy={pending === action || undefined}
          onClick={() => onAction(action, incident)}
        />
      ))}
    </div>
  );
}

/** The same actions on the incident's own page, all in words. */
export function PageActions({ incident, pending, onAction }: ActionButtonsProps) {
  const t = useTranslations("alerts.action");
  return listActions(incident).map((action) => {
    const Icon = ICONS[action];
    return (
      <Button
        key={action}
        variant={action === "acknowledge" ? "primary" : "secondary"}
        loading={pending === action}
        onClick={() => onAction(action, incident)}
        className="max-sm:[&>svg]:hidden"
      >
        {pending !== action && <Icon aria-hidden />}
        {t(action)}
      </Button>
    );
  });
}
