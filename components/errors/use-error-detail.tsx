import { type ReactNode, useRef, useState } from "react";
import type { ErrorEvent } from "@/lib/contracts/errors";
import { ErrorDetailSheet } from "./error-detail-sheet";

/** The details of one error at a time. Put `sheet` anywhere; `open` shows it, and closing gives the focus back. */
export function useErrorDetail(): { open: (error: ErrorEvent) => void; sheet: ReactNode } {
  const [error, setError] = useState<ErrorEvent | null>(null);
  const opener = useRef<HTMLElement | null>(null);

  const open = (chosen: ErrorEvent) => {
    opener.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    setError(chosen);
  };
  const close = () => {
    setError(null);
    // The sheet has no trigger of its own to go back to, so it would leave the focus nowhere.
    setTimeout(() => opener.current?.isConnected && opener.current.focus(), 0);
  };

  return { open, sheet: <ErrorDetailSheet error={error} onClose={close} /> };
}
