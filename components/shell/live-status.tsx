"use client";

import { useLive } from "@/lib/client/live/live";
import { LiveBadge } from "./live-badge";

/** Connects the page to the live stream and says whether it follows. One a page. */
export function LiveStatus() {
  return <LiveBadge state={useLive()} />;
}
