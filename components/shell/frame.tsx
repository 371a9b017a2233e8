"use client";

import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { useViewer } from "@/lib/client/session/viewer";
import { AppFrame } from "./app-frame";
import { EntranceFrame } from "./entrance-frame";
import { LiveStatus } from "./live-status";
import type { Theme } from "./theme";

/** Pages that stand alone also for who is signed in. */
const ENTRANCES: readonly string[] = ["/sign-in", "/invitation"];

/** The dashboard's frame for who is signed in, a quiet one before that: there is nothing to navigate to yet. */
export function Frame({ theme, children }: { theme: Theme; children: ReactNode }) {
  const viewer = useViewer();
  const pathname = usePathname();
  if (viewer === null || ENTRANCES.includes(pathname)) return <EntranceFrame theme={theme}>{children}</EntranceFrame>;
  return (
    <AppFrame theme={theme} viewer={viewer} live={<LiveStatus />}>
      {children}
    </AppFrame>
  );
}
