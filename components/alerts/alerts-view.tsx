"use client";

import { QuietBar } from "@/components/maintenance/quiet-bar";
import { HistoryPanel } from "./history-panel";
import { NobodyToldBar } from "./nobody-told-bar";
import { OpenAlerts } from "./open-alerts";

/** What needs somebody now, and what there was. */
export function AlertsView() {
  return (
    <>
      <NobodyToldBar />
      <QuietBar />
      <OpenAlerts />
      <HistoryPanel />
    </>
  );
}
