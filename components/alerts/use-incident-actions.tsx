"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useCommand } from "@/components/settings/use-command";
import { toast } from "@/components/ui/toaster";
import { isGone } from "@/lib/client/alerts/alerts";
import type { IncidentAction } from "@/lib/client/alerts/incident-actions";
import { type IncidentChange, useIncidentChange } from "@/lib/client/alerts/use-incident-change";
import { readServerNow, type ServerClock } from "@/lib/client/clock/server-clock";
import type { Incident } from "@/lib/contracts/incidents";
import { ResolveDialog } from "./resolve-dialog";
import { SnoozeDialog } from "./snooze-dialog";
import { useIncidentTitle } from "./use-incident-title";

type Asked = { kind: "snooze" | "resolve"; incident: Incident; atMs: number };

export interface IncidentActions {
  /** Does it at once, or asks for what it needs first. */
  readonly start: (action: IncidentAction, incident: Incident) => void;
  /** Does what needs nothing more, and tells how it went. */
  readonly run: (change: IncidentChange, incident: Incident) => Promise<void>;
  readonly pendingOf: (incident: Incident) => IncidentAction | null;
  /** The window that asks. Put it anywhere. */
  readonly dialog: ReactNode;
}

/** Everything that a person can do to incidents, wherever they are listed. */
export function useIncidentActions(clock: ServerClock): IncidentActions {
  const t = useTranslations("alerts.action");
  const titleOf = useIncidentTitle();
  const mutation = useIncidentChange();
  const { open, start: ask, close } = useCommand<Asked>();

  const send = async (change: IncidentChange, incident: Incident) => {
    await mutation.mutateAsync({ id: incident.id, change });
    toast.success(t(`${change.kind}Done`, { number: incident.number, title: titleOf(incident) }));
  };

  const run = (change: IncidentChange, incident: Incident) =>
    send(change, incident).catch((error: unknown) => {
      if (isGone(error)) toast.info(t("gone"));
      else toast.error(t(`${change.kind}Failed`), { description: error instanceof Error ? error.message : undefined });
    });

  const start = (action: IncidentAction, incident: Incident) => {
    if (mutation.isPending) return;
    if (action === "snooze" || action === "resolve") {
      mutation.reset();
      ask({ kind: action, incident, atMs: readServerNow(clock, performance.now()) });
    } else void run({ kind: action }, incident);
  };

  const finish = (incidentId: string) => {
    close();
    // The row has gone to another list, and its button with it.
    if (document.activeElement?.id === "content") focusIncident(incidentId);
  };

  const submit = (change: IncidentChange, incident: Incident) =>
    // By the promise: the row may move to another list before the answer is here.
    send(change, incident).then(
      () => finish(incident.id),
      (error: unknown) => {
        // Any other refusal is told in the window, which stays.
        if (!isGone(error)) return;
        toast.info(t("gone"));
        finish(incident.id);
      },
    );

  return {
    start,
    run,
    pendingOf: ({ id }) => (mutation.isPending && mutation.variables.id === id ? mutation.variables.change.kind : null),
    dialog: open !== null && (
      <AskDialog
        asked={open}
        title={titleOf(open.incident)}
        pending={mutation.isPending}
        problem={mutation.error?.message}
        onSubmit={submit}
        onClose={close}
      />
    ),
  };
}

/** Puts the focus on an incident of a list. @returns whether it is listed */
export function focusIncident(id: string): boolean {
  const link = document.querySelector<HTMLElement>(`[data-incident="${CSS.escape(id)}"]`);
  link?.focus();
  return link !== null;
}

type AskDialogProps = {
  asked: Asked;
  title: string;
  pending: boolean;
  problem?: string;
  onSubmit: (change: IncidentChange, incident: Incident) => void;
  onClose: () => void;
};

function AskDialog({ asked: { kind, incident, atMs }, onSubmit, ...common }: AskDialogProps) {
  if (kind === "resolve") {
    return <ResolveDialog {...common} onSubmit={(reason) => onSubmit({ kind, reason }, incident)} />;
  }
  return (
    <SnoozeDialog
      {...common}
      nowMs={atMs}
      untilMs={incident.facts.untilMs}
      onSubmit={(minutes, reason) => onSubmit({ kind, minutes, reason }, incident)}
    />
  );
}
